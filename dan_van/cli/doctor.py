"""``dan-van doctor``: what this computer has and lacks, and how to get it here."""

from __future__ import annotations

import locale
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

import click

import dan_van
from dan_van import office_suite, resources
from dan_van.cli.language import told
from dan_van.cli.output import show_json
from dan_van.cli.terminal import waiting
from dan_van.errors import DanVanError
from dan_van.library import Library
from dan_van.saying import said

OK, FAULT, OPTIONAL = "ok", "fault", "optional"
_SIGNS = {OK: ("✓", "green"), FAULT: ("✗", "red"), OPTIONAL: ("○", "yellow")}
_REMEDIES = {
    "fonts": {
        "debian": said(
            "sudo apt install fonts-liberation2 (hoặc fonts-croscore); gói fonts-liberation 1.07 thiếu chữ tiếng Việt"
        ),
        "fedora": "sudo dnf install liberation-serif-fonts",
        "windows": said("Settings > Apps > Optional features, hoặc chép lại phông Times New Roman vào C:\\Windows\\Fonts"),
        "macos": said("mở Font Book, khôi phục phông chuẩn (File > Restore Standard Fonts)"),
        "linux": said("cài phông Liberation 2 hoặc Croscore (Tinos) bằng trình quản lý gói của máy"),
    },
    "ocr": {
        "debian": "sudo apt install ocrmypdf tesseract-ocr-vie",
        "fedora": "sudo dnf install ocrmypdf tesseract-langpack-vie",
        "windows": said("winget install UB-Mannheim.TesseractOCR (chọn tiếng Việt), rồi pip install ocrmypdf"),
        "macos": "brew install ocrmypdf tesseract-lang",
        "linux": said("cài ocrmypdf và dữ liệu tiếng Việt của tesseract"),
    },
    "encoding": {
        "windows": said("chạy: chcp 65001, hoặc dùng Windows Terminal"),
        "macos": "export LANG=vi_VN.UTF-8",
        "debian": "export LANG=C.UTF-8",
        "fedora": "export LANG=C.UTF-8",
        "linux": "export LANG=C.UTF-8",
    },
}


@dataclass(frozen=True, slots=True)
class Check:
    """One line: ``state`` is ok, fault (the exit status is 1) or optional (something more could be had)."""

    name: str
    state: str
    message: str
    remedy: str | None = None


@click.command(short_help="Máy còn thiếu gì, cài thế nào.")
@click.option("--deep", is_flag=True, help="Thử in một trang PDF bằng LibreOffice (mất vài giây).")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def doctor(deep: bool, as_json: bool) -> None:
    """Xem máy có đủ phông chữ, LibreOffice, thư mục ghi được … không; thiếu gì thì chỉ cách cài.

    ✓ là đủ, ○ là có thể thêm, ✗ là phải sửa. Kết thúc với mã 1 khi có ✗.
    """
    with waiting("Đang xem máy …", hidden=as_json):
        found = list(checks(deep))
    failed = any(check.state == FAULT for check in found)
    if as_json:
        show_json({"ok": not failed, "checks": [_values(check) for check in found]})
    else:
        for check in found:
            sign, colour = _SIGNS[check.state]
            click.echo(f"{click.style(sign, fg=colour)} {told(check.message)}")
            if check.remedy and check.state != OK:
                click.echo(f"  → {told(check.remedy)}")
    if failed:
        click.get_current_context().exit(1)


def _values(check: Check) -> dict[str, str | None]:
    return {**asdict(check), "message": told(check.message), "remedy": check.remedy and told(check.remedy)}


def checks(deep: bool = False) -> Iterator[Check]:
    """Every check; one that itself fails is a fault, not the end."""
    wanted: list[Callable[[], Iterator[Check]]] = [_python, _packages, lambda: _office(deep), _fonts, _ocr, _encoding, _folders]
    for check in (*wanted, _corpus, _index, _profile):
        try:
            yield from check()
        except DanVanError as error:
            yield Check("loi", FAULT, error.sentence)
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            yield Check("loi", FAULT, str(error))


def _python() -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    message = f"dan_van {dan_van.__version__}, Python {version}, {office_suite.system()}"
    remedy = said("Cần Python 3.11 trở lên: python.org/downloads")
    yield Check("python", OK if sys.version_info >= (3, 11) else FAULT, message, remedy)


_EXTRAS = {"python-calamine": (said("đọc bảng Excel"), "excel"), "pypdfium2": (said("đọc tệp PDF"), "pdf")}


def _packages() -> Iterator[Check]:
    needed = [line for line in metadata.requires("dan_van") or () if "extra ==" not in line]
    names = [line.split(";")[0].split(">")[0].split("<")[0].split("=")[0].split("[")[0].strip() for line in needed]
    missing = [name for name in names if _version(name) is None]
    remedy = f"pip install {' '.join(missing)}"
    message = said("Thư viện Python: đủ {count} gói", count=len(names))
    if missing:
        message = said("Thư viện Python: thiếu {names}", names=", ".join(missing))
    yield Check("packages", FAULT if missing else OK, message, remedy)
    for name, (use, extra) in _EXTRAS.items():
        version = _version(name)
        message = said("{name} {version}: {use}", name=name, version=version, use=use)
        if not version:
            message = said("Chưa có {name}, cần khi {use}", name=name, use=use)
        yield Check(name, OK if version else OPTIONAL, message, f"pip install 'dan_van[{extra}]'")


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _office(deep: bool) -> Iterator[Check]:
    program = office_suite.find_office()
    if program is None:
        message = said("Chưa có LibreOffice: chưa in được PDF, chưa đọc được tệp .doc")
        yield Check("libreoffice", FAULT, message, office_suite.how_to_install())
        return
    version = office_suite.version(program)
    message = said("LibreOffice {version}: {program}", version=version or said("không trả lời"), program=program)
    yield Check("libreoffice", OK if version else FAULT, message, said("Cài lại: {how}", how=office_suite.how_to_install()))
    if deep and version:
        yield _printed()


def _printed() -> Check:
    """A page printed from a shipped template: LibreOffice answers, and the PDF's fonts are of one family."""
    from dan_van.drafting import pdf

    with tempfile.TemporaryDirectory(prefix="dan-van-") as name:
        sample = Path(name, "thử.docx")
        shutil.copyfile(resources.shipped_folder("templates") / "ke-hoach" / "template.docx", sample)
        made = pdf.convert_each([sample])[0]
        if not isinstance(made, Path):
            return Check("pdf", FAULT, made.sentence, said("Đóng LibreOffice đang mở rồi thử lại; chưa được thì cài lại."))
        families = sorted(_families(made))
    message = said("In thử PDF được; phông: {fonts}", fonts=", ".join(families)) if families else said("In thử PDF được")
    return Check("pdf", OK if len(families) < 2 else FAULT, message, _remedy("fonts"))


def _families(pdf: Path) -> set[str]:
    """Font families of a PDF, as pdffonts tells them; empty where it is not installed."""
    program = shutil.which("pdffonts")
    if program is None:
        return set()
    ran = subprocess.run([program, str(pdf)], capture_output=True, text=True, errors="replace", timeout=30, check=False)
    names = [line.split()[0].rpartition("+")[2] for line in ran.stdout.splitlines()[2:] if line.strip()]
    return {name.split("-")[0].removesuffix("MT").removesuffix("PS") for name in names}


def _fonts() -> Iterator[Check]:
    from dan_van.drafting import fonts

    used = fonts.used()
    if not used:
        yield Check("fonts", OPTIONAL, said("Không xem được phông thay Times New Roman trên máy này"), _remedy("fonts"))
        return
    families = ", ".join(dict.fromkeys(font.family for font in used))
    lacking = [font for font in used if font.missing]
    if lacking:
        worst = max(lacking, key=lambda font: len(font.missing))
        message = said(
            "Phông {family} ({file}) thiếu {count} chữ tiếng Việt: {letters} …",
            family=worst.family,
            file=worst.path.name,
            count=len(worst.missing),
            letters=worst.missing[:12],
        )
        yield Check("fonts", FAULT, message, _remedy("fonts"))
    elif not all(font.times_wide for font in used):
        message = said("Phông {fonts} rộng khác Times New Roman: dòng, trang sẽ ngắt khác bản Word", fonts=families)
        yield Check("fonts", FAULT, message, _remedy("fonts"))
    else:
        message = said(
            "Phông Times New Roman: in bằng {fonts}, đủ {count} chữ tiếng Việt", fonts=families, count=len(fonts.LETTERS)
        )
        yield Check("fonts", OK, message)


def _ocr() -> Iterator[Check]:
    from dan_van.readers.pdf import ocr_languages

    tesseract, ocrmypdf = shutil.which("tesseract"), shutil.which("ocrmypdf")
    lacking = [name for name, there in (("ocrmypdf", ocrmypdf), ("tesseract", tesseract)) if not there]
    lacking += [said("dữ liệu tiếng Việt (vie)")] if tesseract and "vie" not in ocr_languages() else []
    message = said("Nhận dạng bản chụp (OCR): có, tiếng Việt")
    if lacking:
        message = said("Nhận dạng bản chụp (OCR): thiếu {names}", names=", ".join(lacking))
    yield Check("ocr", OPTIONAL if lacking else OK, message, _remedy("ocr"))


def _encoding() -> Iterator[Check]:
    coding = console_encoding()
    good = coding.lower().replace("-", "") == "utf8"
    message = said("Bảng mã của cửa sổ lệnh: {coding}", coding=coding)
    if not good:
        message = said("Bảng mã của cửa sổ lệnh: {coding}: chữ Việt có thể hiện sai", coding=coding)
    yield Check("encoding", OK if good else FAULT, message, _remedy("encoding"))


def console_encoding() -> str:
    """The encoding that the console shows: its code page on Windows, that of the locale elsewhere."""
    if sys.platform == "win32":
        import ctypes

        page = int(ctypes.windll.kernel32.GetConsoleOutputCP())
        return "UTF-8" if page in (0, 65001) else f"cp{page}"
    return locale.getencoding()


def _folders() -> Iterator[Check]:
    for name, folder in (("home", resources.user_folder()), ("index-folder", resources.index_folder()), ("here", Path.cwd())):
        reason = _unwritable(folder)
        message = said("{title}: {folder}", title=_FOLDERS[name], folder=folder)
        if reason:
            message = said("{title}: {folder} không ghi được ({reason})", title=_FOLDERS[name], folder=folder, reason=reason)
        remedy = said("Đặt biến môi trường DAN_VAN_HOME vào một thư mục ghi được.")
        if name == "here":
            remedy = said("Chuyển sang thư mục của mình.")
        yield Check(name, FAULT if reason else OK, message, remedy)


_FOLDERS = {"home": said("Thư mục của cơ quan"), "index-folder": said("Thư mục chỉ mục"), "here": said("Thư mục đang đứng")}


def _unwritable(folder: Path) -> str | None:
    """Why a file with a Vietnamese name cannot be written there; of a folder that is not there yet its parent is asked."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        handle, name = tempfile.mkstemp(prefix="thử ghi ấệ-", dir=folder)
    except OSError as error:
        return error.strerror or str(error)
    os.close(handle)
    Path(name).unlink()
    return None


def _corpus() -> Iterator[Check]:
    corpus = Library.open().corpus
    wrong = len(corpus.findings)
    message = said("Kho: {count} văn bản", count=len(corpus))
    if wrong:
        message = said("Kho: {count} văn bản, {wrong} chỗ đọc không được", count=len(corpus), wrong=wrong)
    yield Check("corpus", FAULT if wrong or not len(corpus) else OK, message, said("Xem từng chỗ: dan-van corpus check"))


def _index() -> Iterator[Check]:
    state = Library.open().index_status()
    if state.manifest is None:
        yield Check("index", OPTIONAL, said("Chỉ mục tìm kiếm: chưa có, sẽ tự lập ở lần tìm đầu"), "dan-van index build")
    else:
        message = said("Chỉ mục tìm kiếm: {count} văn bản", count=state.manifest.documents)
        if not state.current:
            message = said("Chỉ mục tìm kiếm: {count} văn bản, cũ hơn kho", count=state.manifest.documents)
        yield Check("index", OK if state.current else OPTIONAL, message, "dan-van index build")


def _profile() -> Iterator[Check]:
    from dan_van import office

    here = Path.cwd() / "bản thảo.md"
    try:
        path = office.locate(here, None)
    except DanVanError:
        yield Check("office", OPTIONAL, said("Chưa có hồ sơ cơ quan ({name}) ở đây", name=office.FILE_NAME), "dan-van init")
        return
    try:
        yield Check("office", OK, said("Hồ sơ cơ quan: {name} ({path})", name=office.read(path).name, path=path))
    except DanVanError as error:
        yield Check("office", FAULT, error.sentence, said("Sửa {path}, hoặc làm lại: dan-van init --force", path=path))


def _remedy(what: str) -> str:
    return _REMEDIES[what][office_suite.system()]
