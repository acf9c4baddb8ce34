"""The name of an issuing body as it stands after ``của``: ``Thủ tướng Chính phủ``, ``UBND xã Tân Thanh``, ``Ban Thường vụ Tỉnh ủy``.

Names end where the words of a title begin, so each kind of body has a pattern of its own; a body of no known kind is read
word by word until a word that no name holds.
"""

from __future__ import annotations

import re
from functools import cache

_UPPER = "A-Z" + "".join(chr(code) for code in range(0xC0, 0x1EFA) if chr(code).isupper())
CAPITAL = rf"[{_UPPER}][^\W\d_]*"
"""A word with a capital."""
_PLACE = rf"(?:{CAPITAL}(?:(?:\s+-\s+|-|\s+){CAPITAL}){{0,4}}?|[0-9]{{1,2}})(?=\s+(?![{_UPPER}]|-\s+[{_UPPER}])|\s*[^\w\s-]|\s*\Z|\s+(?:[Kk]hóa|Nghị|Quyết|Kế|Chỉ|Công|Thông|Chương|Luật)\b)"
_AREA = r"(?:[Tt]ỉnh|[Tt]hành\s+phố|TP\.?|[Hh]uyện|[Qq]uận|[Tt]hị\s+xã|TX\.?|[Xx]ã|[Pp]hường|[Tt]hị\s+trấn|[Đđ]ặc\s+khu|[Tt]hôn|[Bb]ản|[Tt]ổ\s+dân\s+phố|cấp\s+(?:tỉnh|huyện|xã))"
_WHERE = rf"(?:\s+{_AREA}(?:\s+{_PLACE})?)?"
_UY = r"(?:ủy|uỷ)"

_COUNCIL = rf"(?:(?:Phó\s+)?Chủ\s+tịch\s+|Thường\s+trực\s+)?(?:UBND|HĐND|[ỦU](?:y|ỷ)\s+ban\s+[Nn]hân\s+dân|Uỷ\s+ban\s+[Nn]hân\s+dân|Hội\s+đồng\s+[Nn]hân\s+dân){_WHERE}"
_FRONT = (
    r"(?:(?:Ban\s+[Tt]hường\s+trực|Đoàn\s+Chủ\s+tịch)\s+)?(?:(?:Ủy|Uỷ)\s+ban\s+)?(?:Trung\s+ương\s+)?(?:MTTQ|Mặt\s+trận\s+Tổ\s+quốc)(?:\s+(?:VN|Việt\s+Nam))?"
    rf"{_WHERE}"
)
_PARTY_ORGAN = (
    r"(?:Ban\s+(?:Thường\s+vụ|Chấp\s+hành|Dân\s+vận|Tuyên\s+giáo(?:\s+và\s+Dân\s+vận)?|Tổ\s+chức|Nội\s+chính|Kinh\s+tế|Xây\s+dựng\s+Đảng|BTV)|BTV|BCH"
    r"|Thường\s+trực|Văn\s+phòng|(?:Ủy|Uỷ)\s+ban\s+Kiểm\s+tra|Khối\s+Dân\s+vận|Bí\s+thư)"
)
_PARTY = rf"(?:{_PARTY_ORGAN}\s+)?(?:(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng)\s+{_UY}|Đảng\s+bộ|Chi\s+{_UY}|Chi\s+bộ)(?:\s+{_PLACE}|{_WHERE})"
_CAUCUS = (
    rf"(?:Ban\s+[Cc]án\s+sự\s+[Đđ]ảng|Đảng\s+đoàn)\s+(?:Chính\s+phủ|{_COUNCIL}|Quốc\s+hội|{CAPITAL}(?:\s+{CAPITAL}){{0,5}})"
)
_CENTRAL_PARTY = (
    r"(?:Bộ\s+Chính\s+trị|Ban\s+Bí\s+thư(?:\s+Trung\s+ương(?:\s+Đảng)?)?|(?:Hội\s+nghị\s+(?:lần\s+thứ\s+\w+\s+)?)?(?:Ban\s+Chấp\s+hành|BCH)\s+(?:Trung\s+ương|TW)(?:\s+Đảng)?"
    r"|(?:Ban\s+(?:Dân\s+vận|Tuyên\s+giáo(?:\s+và\s+Dân\s+vận)?|Tổ\s+chức|Nội\s+chính|Kinh\s+tế|Chính\s+sách,\s+chiến\s+lược)|Văn\s+phòng|(?:Ủy|Uỷ)\s+ban\s+Kiểm\s+tra)\s+(?:Trung\s+ương|TW)(?:\s+Đảng)?"
    r"|(?:Hội\s+nghị\s+)?Trung\s+ương(?:\s+Đảng|\s+(?:lần\s+thứ\s+)?(?:[0-9]{1,2}|năm|tư|sáu|bảy|tám|chín|mười)(?![^\W_]))?|Tổng\s+Bí\s+thư|Quân\s+{uy}\s+Trung\s+ương)"
).replace("{uy}", _UY)
_MINISTRIES = (
    r"Tài\s+chính|Y\s+tế|Giao\s+thông\s+vận\s+tải|Công\s+[Tt]hương|Công\s+an|Giáo\s+dục\s+và\s+Đào\s+tạo|Nông\s+nghiệp\s+và\s+(?:Phát\s+triển\s+nông\s+thôn|PTNT|Môi\s+trường)"
    r"|Quốc\s+phòng|Khoa\s+học(?:,\s+Công\s+nghệ\s+và\s+Môi\s+trường|\s+và\s+Công\s+nghệ)|Thông\s+tin\s+và\s+Truyền\s+thông"
    r"|Lao\s+động(?:\s*[-–,]\s*|\s+)[Tt]hương\s+binh\s+(?:(?:và|&)\s+)?[Xx]ã\s+hội|Văn\s+hóa(?:,\s+Thể\s+thao\s+và\s+Du\s+lịch|\s*-\s*Thông\s+tin)?|Văn\s+hoá(?:,\s+Thể\s+thao\s+và\s+Du\s+lịch|\s*-\s*Thông\s+tin)?"
    r"|Tài\s+nguyên\s+và\s+Môi\s+trường|Tư\s+pháp|Nội\s+vụ|Kế\s+hoạch\s+và\s+Đầu\s+tư|Ngoại\s+giao|Xây\s+dựng|Công\s+nghiệp|Thủy\s+sản|Thuỷ\s+sản|Thương\s+mại|Dân\s+tộc\s+và\s+Tôn\s+giáo"
    r"|Bưu\s+chính,?\s+Viễn\s+thông|Lao\s+động|Lâm\s+nghiệp|Thủy\s+lợi|Thuỷ\s+lợi"
)
_JOINT_MINISTRIES = rf"[Ll]iên\s+[Bb]ộ\s+(?:{_MINISTRIES})(?:(?:\s*[-–,]\s*|\s+và\s+)(?:Bộ\s+)?(?:{_MINISTRIES}))*"
_MINISTRY = rf"(?:(?:Thứ\s+trưởng|[Bb]ộ\s+trưởng)\s+)?Bộ\s+(?:{_MINISTRIES})"
_CENTRAL_STATE = (
    r"(?:(?:(?:Phó\s+)?Thủ\s+tướng|Văn\s+phòng|(?:Tổng\s+)?Thanh\s+tra|Ban\s+[Cc]án\s+sự\s+[Đđ]ảng)\s+)?Chính\s+phủ|(?:Phó\s+)?Thủ\s+tướng"
    r"|(?:(?:Ủy|Uỷ)\s+ban\s+(?:[Tt]hường\s+vụ|TV)\s+|UBTV\s+|Văn\s+phòng\s+|Chủ\s+tịch\s+)?Quốc\s+hội|UBTVQH|Chủ\s+tịch\s+nước|Hội\s+đồng\s+(?:Bộ\s+trưởng|Nhà\s+nước|Chính\s+phủ|Quốc\s+phòng\s+và\s+An\s+ninh)"
    r"|(?:Thống\s+đốc\s+)?(?:Ngân\s+hàng\s+Nhà\s+nước|NHNN)(?:\s+Việt\s+Nam)?|(?:Tổng\s+)?Kiểm\s+toán\s+[Nn]hà\s+nước"
    r"|(?:Hội\s+đồng\s+Thẩm\s+phán\s+|Chánh\s+án\s+)?(?:Tòa|Toà)\s+án\s+nhân\s+dân\s+tối\s+cao|(?:Viện\s+trưởng\s+)?Viện\s+kiểm\s+sát\s+nhân\s+dân\s+tối\s+cao"
    r"|Bảo\s+hiểm\s+xã\s+hội\s+Việt\s+Nam|Đài\s+Truyền\s+hình\s+Việt\s+Nam|Thông\s+tấn\s+xã\s+Việt\s+Nam|(?:Bộ\s+trưởng,?\s+)?Chủ\s+nhiệm\s+(?:Ủy|Uỷ)\s+ban\s+[^\W\d_]+(?:\s+[^\W\d_]+){1,4}?(?=\s+(?:về|quy|ban|hướng|sửa)|[,;.])"
    r"|(?:Ủy|Uỷ)\s+ban\s+(?:[^\W\d_]+\s+){1,6}?của\s+Quốc\s+hội|(?:Ủy|Uỷ)\s+ban\s+(?:Dân\s+tộc|Quốc\s+gia\s+Dân\s+số|Thể\s+dục\s+[Tt]hể\s+thao|Chứng\s+khoán\s+Nhà\s+nước)"
)
_KNOWN = re.compile(
    rf"(?:{_CENTRAL_PARTY}|{_CAUCUS}|{_CENTRAL_STATE}|{_JOINT_MINISTRIES}|{_MINISTRY}|{_FRONT}|{_PARTY}|{_COUNCIL})(?![^\W\d_])"
)
_ANY_CASE = re.compile(
    rf"(?:{_CENTRAL_PARTY}|{_CENTRAL_STATE}|{_MINISTRY}|{_UY}\s+ban\s+nhân\s+dân|UBND|HĐND)(?![^\W\d_])"
    r"(?:\s+(?:tỉnh|thành\s+phố|huyện|xã|phường)(?:\s+[^\W\d_]+){0,4}?(?=\s+(?:về|v/v)|[,;.:)\n]|\Z))?",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?:[Ll]iên\s+(?:Bộ|bộ|ngành|Sở|Ban)|Liên\s+đoàn|Sở|Ban|Hội(?!\s+nghị)|Trường|Tổng\s+[Cc]ục|Tổng\s+Liên\s+đoàn|Cục|Chi\s+cục|Phòng|Trung\s+tâm|Viện|Kho\s+bạc|Bảo\s+hiểm|(?:Tòa|Toà)\s+án|Thanh\s+tra"
    r"|Đoàn|Công\s+đoàn|Công\s+an|Ngân\s+hàng|Tập\s+đoàn|Tổng\s+công\s+ty|Học\s+viện|Đại\s+học|Quỹ|Liên\s+minh|(?:Ủy|Uỷ)\s+ban|Văn\s+phòng|Hội\s+đồng|Giám\s+đốc|Trưởng|Cục\s+trưởng|Tổng\s+cục\s+trưởng"
    r"|Hiệu\s+trưởng|Chủ\s+tịch|Bộ|Bộ\s+trưởng|Bộ\s+Tư\s+lệnh|Quân\s+khu|Thường\s+trực|Chủ\s+nhiệm|Viện\s+trưởng|Ngành|Tổ|Thôn|Bản)(?=\s)"
)
_STOP = frozenset(
    [
        "về",
        "quy",
        "hướng",
        "sửa",
        "phê",
        "tại",
        "trên",
        "đã",
        "được",
        "để",
        "theo",
        "như",
        "có",
        "là",
        "với",
        "nhằm",
        "trong",
        "do",
        "cho",
        "giao",
        "kiện",
        "triển",
        "ngày",
        "số",
        "năm",
        "này",
        "nêu",
        "nói",
        "bổ",
        "thì",
        "mà",
        "khi",
        "và",
        "hoặc",
        "thực",
        "ký",
        "đến",
        "từ",
        "của",
        "tiếp",
        "tăng",
        "đẩy",
        "thành",
        "công",
        "điều",
        "bãi",
        "hết",
        "vẫn",
        "còn",
        "sẽ",
        "phải",
        "đang",
        "hiện",
        "không",
        "chưa",
        "nếu",
        "đối",
        "vào",
        "trước",
        "sau",
        "gồm",
        "gửi",
        "ra",
        "bao",
    ]
)
_TOKEN = re.compile(
    r"\s+(?P<word>[^\W\d_]+|&)|(?P<joint>\s*(?:-|–|,)\s+)(?=[^\W\d_])|\s+(?P<number>[0-9]{1,3})(?=\s|[,;.)]|\Z)"
)
_MAY_CONTINUE = frozenset(("thành phố", "công an", "công nghệ", "công thương", "công đoàn", "quy hoạch", "thành ủy"))
_BEFORE_CONG = ("vụ", "chính", "tư", "sản", "ích")
"""Words before ``công`` that make it part of a name: dịch vụ công, hành chính công."""
_LONGEST = 14


def match(text: str, start: int, *, any_case: bool = False) -> int | None:
    """Where the name of a body that begins at ``start`` ends; None when no body's name begins there.

    ``any_case`` when the citation itself is all in capitals or all in small letters.
    """
    if any_case:
        found = _ANY_CASE.match(text, start)
        return found.end() if found else None
    known = _KNOWN.match(text, start)
    return known.end() if known else _walk(text, start)


def known(text: str, start: int) -> bool:
    """Whether a body that issues documents by its own name begins at ``start``, not just any Hội đồng or Trung tâm."""
    return _KNOWN.match(text, start) is not None


def _walk(text: str, start: int) -> int | None:
    """The end of a body of no pattern: its head, then words of names until one that is none."""
    head = _HEAD.match(text, start)
    if head is None:
        return None
    position = head.end()
    words = 0
    previous = ""
    while words < _LONGEST and (token := _TOKEN.match(text, position)) is not None:
        word = token["word"]
        if token["joint"]:
            follows = _TOKEN.match(text, token.end() - 1)
            if follows is None or not (follows["word"] or "")[:1].isupper() or _new_body(text, token.end()):
                break
            position = token.end() - 1
            continue
        if word and not word[0].isupper():
            after = _TOKEN.match(text, token.end())
            pair = f"{word} {(after['word'] or '')}".lower() if after else word
            if word == "và":
                if (
                    after is None
                    or not (after["word"] or "")[:1].isupper()
                    or _new_body(text, token.end() + 1)
                    or _new_citation(text, token.end() + 1)
                ):
                    break
            elif (
                word in _STOP and pair not in _MAY_CONTINUE and not (word == "công" and previous in _BEFORE_CONG)
            ) or pair in ("ban hành", "tổ chức", "hướng dẫn", "thông qua"):
                break
        elif word and _new_citation(text, token.start("word")):
            break
        position = token.end()
        previous = (word or "").lower()
        words += 1
    return position if words else None


def _new_body(text: str, start: int) -> bool:
    return _KNOWN.match(text, start) is not None or _HEAD.match(text, start) is not None


@cache
def _types() -> re.Pattern[str]:
    return re.compile(
        r"(?:Nghị\s+(?:quyết|định)|Quyết\s+định|Chỉ\s+thị|Kế\s+hoạch|Thông\s+(?:tư|báo)|Công\s+văn|Kết\s+luận|Luật|Chương\s+trình|Hướng\s+dẫn|Quy\s+(?:chế|định)|Báo\s+cáo|Tờ\s+trình)\b"
    )


def _new_citation(text: str, start: int) -> bool:
    return _types().match(text, start) is not None
