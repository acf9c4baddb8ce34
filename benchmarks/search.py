"""Search: indexing rate, size, memory, latency and quality, ours and named engines, each in a process of its own.

``python benchmarks/search.py --articles FILE --questions FILE [--fold] [--engines ours,whoosh,…] [--variants] [--cold] [--learn]``

``--articles``: one JSON a line (``id`` "law#article", ``title``, ``body``, ``num``, ``doc``), plain or ``.xz``;
``--questions``: a JSON list (``id``, ``text``, ``gold``: article ids). Baselines index the same syllables of title, document
title and body, and answer a question as any of its syllables: ``whoosh`` (its own BM25F), ``fts5`` (SQLite), ``tantivy``,
``bm25s`` (pip install tantivy bm25s); ``whoosh-same`` only indexes, the fields of ours with Whoosh's own codec.

First: each question once, in a fresh process. Again: the same questions a second time. Short: 2–4 syllables of a title.
Whoosh takes seconds a question, so it answers every tenth only. ``--learn`` prints the weights of the second look as learnt
from the questions, with the quality on questions left out of the learning.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import lzma
import math
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dan_van.codes import Code
from dan_van.search import Entry, Indexed, WhooshEngine
from dan_van.search.analysis import tokens
from dan_van.text import nfc, strip_marks

ENGINES = ("ours", "tantivy", "bm25s", "fts5", "whoosh", "whoosh-same")
DEPTH = 20
SLOW = {"whoosh": 10}
SEED = 7
Answer = Callable[[str], list[str]]


def articles(path: Path, limit: int | None = None) -> list[dict[str, str]]:
    """The articles of a file."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return found[:limit] if limit else found


def documents(found: Iterable[dict[str, str]]) -> Iterator[Indexed]:
    """The articles as an engine is given them: by document."""
    laws: dict[str, list[dict[str, str]]] = {}
    for article in found:
        laws.setdefault(article["id"].partition("#")[0], []).append(article)
    for law, held in laws.items():
        code = Code.maybe(held[0]["num"].upper())
        entries = tuple(Entry(a["id"], a["id"].partition("#")[2], a["title"], a["doc"] or "", a["body"]) for a in held)
        yield Indexed(
            law, "van-ban", (), None, str(code) if code else None, held[0]["doc"] or law, (("0001-01-01", None),), entries
        )


def words_of(article: dict[str, str]) -> list[str]:
    """The syllables that baselines index."""
    return [word for word in tokens(f"{article['title']}\n{article['doc'] or ''}\n{article['body']}") if word]


def asked_words(question: str) -> list[str]:
    """The syllables that baselines ask for."""
    return list(dict.fromkeys(word for word in tokens(question) if word))


# Engines: each builds in a folder, then opens what it built -----------------------------------------------------------


def build_ours(found: Sequence[dict[str, str]], folder: Path) -> None:
    WhooshEngine(folder).build(documents(found))


def open_ours(folder: Path) -> Answer:
    engine = WhooshEngine(folder)
    engine.ranked("mở")
    return lambda question: [address for address, _ in engine.ranked(question, limit=DEPTH)]


def build_whoosh_same(found: Sequence[dict[str, str]], folder: Path) -> None:
    from whoosh.filedb.filestore import FileStorage

    from dan_van.search import fields, writing

    writer = FileStorage(str(folder)).create_index(fields.schema()).writer(limitmb=256)
    for document in documents(found):
        for values, _ in writing.values_of(document):
            writer.add_document(**values)
    writer.commit()


def build_whoosh(found: Sequence[dict[str, str]], folder: Path) -> None:
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.filedb.filestore import FileStorage

    schema = Schema(id=ID(stored=True), text=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False))
    writer = FileStorage(str(folder)).create_index(schema).writer(limitmb=256)
    for article in found:
        writer.add_document(id=article["id"], text=" ".join(words_of(article)))
    writer.commit()


def open_whoosh(folder: Path) -> Answer:
    from whoosh import query
    from whoosh.filedb.filestore import FileStorage

    searcher = FileStorage(str(folder), readonly=True).open_index().searcher()

    def answer(question: str) -> list[str]:
        wanted = query.Or([query.Term("text", word) for word in asked_words(question)])
        return [hit["id"] for hit in searcher.search(wanted, limit=DEPTH)]

    return answer


def build_fts5(found: Sequence[dict[str, str]], folder: Path) -> None:
    with sqlite3.connect(folder / "fts.db") as database:
        database.execute('create virtual table a using fts5(id unindexed, text, tokenize = "unicode61 remove_diacritics 0")')
        rows = ((article["id"], " ".join(words_of(article))) for article in found)
        database.executemany("insert into a values (?, ?)", rows)


def open_fts5(folder: Path) -> Answer:
    database = sqlite3.connect(folder / "fts.db")

    def answer(question: str) -> list[str]:
        wanted = " OR ".join(f'"{word}"' for word in asked_words(question))
        rows = database.execute("select id from a where a match ? order by rank limit ?", (wanted, DEPTH))
        return [row[0] for row in rows]

    return answer


def _tantivy_schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def build_tantivy(found: Sequence[dict[str, str]], folder: Path) -> None:
    import tantivy

    writer = tantivy.Index(_tantivy_schema(), str(folder)).writer(256_000_000, 1)
    for article in found:
        writer.add_document(tantivy.Document(id=article["id"], text=" ".join(words_of(article))))
    writer.commit()
    writer.wait_merging_threads()


def open_tantivy(folder: Path) -> Answer:
    import tantivy

    schema = _tantivy_schema()
    searcher = tantivy.Index(schema, str(folder)).searcher()

    def answer(question: str) -> list[str]:
        wanted = tantivy.Query.boolean_query([
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", word, "freq")) for word in asked_words(question)
        ])  # fmt: skip
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(wanted, DEPTH).hits]

    return answer


def build_bm25s(found: Sequence[dict[str, str]], folder: Path) -> None:
    import bm25s

    retriever = bm25s.BM25()
    retriever.index([words_of(article) for article in found], show_progress=False)
    retriever.save(str(folder), corpus=[article["id"] for article in found])


def open_bm25s(folder: Path) -> Answer:
    import bm25s

    retriever = bm25s.BM25.load(str(folder), load_corpus=True)

    def answer(question: str) -> list[str]:
        hits, _ = retriever.retrieve([asked_words(question)], k=DEPTH, show_progress=False)
        return [hit["text"] for hit in hits[0]]

    return answer


BUILDERS = {
    "ours": build_ours, "whoosh": build_whoosh, "whoosh-same": build_whoosh_same, "fts5": build_fts5, "tantivy": build_tantivy,
    "bm25s": build_bm25s,
}  # fmt: skip
OPENERS = {"ours": open_ours, "whoosh": open_whoosh, "fts5": open_fts5, "tantivy": open_tantivy, "bm25s": open_bm25s}


# What is measured -----------------------------------------------------------------------------------------------------


def quality(ranks: Sequence[Sequence[str]], gold: Sequence[Sequence[str]]) -> dict[str, float]:
    """Recall at 1, 5, 10, 20; MRR@10; nDCG@10: means over the questions."""
    total = dict.fromkeys(("R@1", "R@5", "R@10", "R@20", "MRR@10", "nDCG@10"), 0.0)
    for found, wanted in zip(ranks, gold, strict=True):
        for depth in (1, 5, 10, 20):
            total[f"R@{depth}"] += len(set(found[:depth]) & set(wanted)) / len(wanted)
        places = [place for place, one in enumerate(found[:10]) if one in wanted]
        total["MRR@10"] += 1 / (places[0] + 1) if places else 0
        ideal = sum(1 / math.log2(place + 2) for place in range(min(len(wanted), 10)))
        total["nDCG@10"] += sum(1 / math.log2(place + 2) for place in places) / ideal
    return {name: value / len(gold) for name, value in total.items()}


def old_tones(text: str) -> str:
    """The other tone placement: hoà, uỷ."""
    pairs = [
        (f"{first}{tone}{last}", f"{first}{last}{tone}")
        for first, last in ("oa", "oe", "uy")
        for tone in "\u0300\u0301\u0303\u0309\u0323"
    ]
    for early, late in pairs:
        text = text.replace(nfc(early), nfc(late))
    return text


VARIANTS: dict[str, Callable[[str], str]] = {
    "as written": lambda text: text,
    "no marks": strip_marks,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "old tones": old_tones,
    "capitals": str.upper,
}


def latencies(answer: Answer, questions: Sequence[str]) -> tuple[list[list[str]], float, float]:
    """The answers, and the median and 95th percentile of milliseconds."""
    ranks, spent = [], []
    for question in questions:
        start = time.perf_counter()
        ranks.append(answer(question))
        spent.append((time.perf_counter() - start) * 1000)
    spent.sort()
    return ranks, spent[len(spent) // 2], spent[int(len(spent) * 0.95)]


def short_queries(found: Sequence[dict[str, str]], count: int = 300) -> list[str]:
    """Two to four syllables from the titles of articles."""
    chance = random.Random(SEED)
    chosen = []
    while len(chosen) < count:
        words = [word for word in tokens(chance.choice(found)["title"]) if word]
        length = chance.randint(2, 4)
        if len(words) >= length:
            start = chance.randint(0, len(words) - length)
            chosen.append(" ".join(words[start : start + length]))
    return chosen


def child_build(name: str, folder: Path, path: Path, limit: int | None) -> dict[str, float]:
    """Index in this process; seconds (reading the file aside), bytes on disk, peak memory."""
    found = articles(path, limit)
    folder.mkdir(parents=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    BUILDERS[name](found, folder)
    seconds = time.perf_counter() - start
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"rate": len(found) / seconds, "seconds": seconds, "mb": size / 1e6, "build_mb": (peak - before) / 1024}


def child_ask(name: str, folder: Path, path: Path, asked: Path, limit: int | None, variants: Sequence[str]) -> dict[str, Any]:
    """Open what was built and ask."""
    questions = json.loads(asked.read_text("utf-8"))[:: SLOW.get(name, 1)]
    short = short_queries(articles(path, limit))[:: SLOW.get(name, 1)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = OPENERS[name](folder)
    texts, gold = [question["text"] for question in questions], [question["gold"] for question in questions]
    told: dict[str, Any] = {"quality": {}}
    for variant in variants:
        ranks, p50, p95 = latencies(answer, [VARIANTS[variant](text) for text in texts])
        told["quality"][variant] = quality(ranks, gold) | {"p50": p50, "p95": p95}
    first = told["quality"][variants[0]]
    told |= {"first50": first["p50"], "first95": first["p95"]}
    _, told["again50"], told["again95"] = latencies(answer, texts)
    _, told["short50"], told["short95"] = latencies(answer, short)
    told["ask_mb"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return told


def child_whole(folder: Path, asked: Path) -> dict[str, float]:
    """Whole answers of ours: documents with snippets, as a person sees them; and one document more."""
    engine = WhooshEngine(folder)
    engine.search("mở")
    questions = [question["text"] for question in json.loads(asked.read_text("utf-8"))]
    _, p50, p95 = latencies(lambda question: [hit.document for hit in engine.search(question).hits], questions)
    extra = [Indexed(f"van-ban/{n}", "van-ban", (), 2026, f"{n}/KH-UBND", "Kế hoạch", (("0001-01-01", None),),
                     (Entry(f"van-ban/{n}", None, f"Kế hoạch công tác dân vận số {n}", "", "Tuyên truyền, vận động Nhân dân. " * 200),))
             for n in range(1, 12)]  # fmt: skip
    spent = []
    for document in extra:
        start = time.perf_counter()
        engine.add([document])
        engine.search("dân vận")
        spent.append(time.perf_counter() - start)
    engine.remove([document.id for document in extra])
    return {"whole50": p50, "whole95": p95, "add": sorted(spent)[len(spent) // 2], "add_most": max(spent)}


def learn(folder: Path, asked: Path) -> None:
    """Print weights of the second look: the best order of each question's candidates as a softmax over them (Adam).

    The quality printed is on questions that the weights were not learnt from (five parts in turn, three times).
    """
    import numpy as np

    from dan_van.search import closeness, questions
    from dan_van.search.scoring import best_first

    engine = WhooshEngine(folder)
    opened = engine._open()
    seen, hits, gold, places = [], [], [], []
    for question in json.loads(asked.read_text("utf-8")):
        words = questions.read(question["text"]).words
        bag = opened.searched.bag(words)
        best = best_first(bag, closeness.LOOKED_AT)
        found = [opened.searched.column(int(entry), "address").decode() for entry in best]
        seen.append(opened.searched.features(words, {}, best, bag[best]))
        hits.append([one in question["gold"] for one in found])
        places.append(found)
        gold.append(question["gold"])
    features, wanted = np.stack(seen).astype(np.float64), np.array(hits, np.float64)
    spread = features.reshape(-1, features.shape[2]).std(0)

    def trained(part: Any) -> Any:
        rows = part[wanted[part].sum(1) > 0]
        given, right = features[rows] / spread, wanted[rows] / wanted[rows].sum(1, keepdims=True)
        weights, mean, square = np.ones(given.shape[2]), 0.0, 0.0
        for step in range(1, 401):
            score = given @ weights
            guess = np.exp(score - score.max(1, keepdims=True))
            guess /= guess.sum(1, keepdims=True)
            slope = np.einsum("qk,qkf->f", guess - right, given) / len(rows) + 1e-3 * weights
            mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
            weights = weights - 0.03 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        return weights / spread

    means: dict[str, list[float]] = {}
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(gold))
        ranks: list[list[str]] = [[] for _ in gold]
        for fold in range(5):
            weights = trained(np.setdiff1d(order, order[fold::5]))
            for index in order[fold::5]:
                best = np.argsort(-(features[index] @ weights), kind="stable")
                ranks[index] = [places[index][place] for place in best]
        for name, value in quality(ranks, gold).items():
            means.setdefault(name, []).append(value)
    print("left out:", "  ".join(f"{name} {statistics.mean(values):.4f}" for name, values in means.items()))
    print("weights:", np.round(trained(np.arange(len(gold))), 2).tolist())


def in_child(job: str, *arguments: str) -> dict[str, Any]:
    """Run one measurement in a fresh process."""
    ran = subprocess.run([sys.executable, __file__, "--child", job, *arguments], capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(f"{job} {arguments[0]}: {ran.stderr.strip()[-2000:]}")
    return dict(json.loads(ran.stdout.splitlines()[-1]))


# The command ----------------------------------------------------------------------------------------------------------


def main(options: argparse.Namespace) -> None:
    """Measure and print."""
    limit = str(options.limit or 0)
    folded = ["as written", *(["no marks"] if options.fold else [])]
    work = Path(options.keep) if options.keep else Path(tempfile.mkdtemp(prefix="dan-van-search-"))
    rows: dict[str, dict[str, Any]] = {}
    try:
        for name in options.engines.split(","):
            folder = work / name
            library = {"tantivy": "tantivy", "bm25s": "bm25s"}.get(name)
            if library and importlib.util.find_spec(library) is None:
                print(f"# {name}: left out, not installed (pip install {library})", file=sys.stderr)
                continue
            built = {} if folder.exists() else in_child("build", name, str(folder), options.articles, limit)
            variants = list(VARIANTS) if options.variants and name == "ours" else folded
            asked = (
                in_child("ask", name, str(folder), options.articles, options.questions, limit, *variants)
                if name in OPENERS
                else {}
            )
            rows[name] = built | asked
            print(f"# {name}: done", file=sys.stderr)
        if options.learn:
            learn(work / "ours", Path(options.questions))
            return
        table(rows)
        for name, row in rows.items():
            for variant, told in row.get("quality", {}).items():
                figures = "  ".join(
                    f"{measure} {told[measure]:.4f}" for measure in ("R@1", "R@5", "R@10", "R@20", "MRR@10", "nDCG@10")
                )
                print(f"{name:12} {variant:12} {figures}  p50 {told['p50']:.2f} p95 {told['p95']:.2f} ms")
        if "ours" in rows:
            ratios(rows)
            whole = in_child("whole", str(work / "ours"), options.questions)
            print(f"whole answers with snippets: p50 {whole['whole50']:.1f} ms, p95 {whole['whole95']:.1f} ms")
            print(f"one document added and found: median {whole['add']:.2f} s, at most {whole['add_most']:.2f} s")
    finally:
        if not options.keep:
            shutil.rmtree(work, ignore_errors=True)


COLUMNS = [
    ("art/s", "rate", "{:.0f}"), ("build s", "seconds", "{:.0f}"), ("MB", "mb", "{:.0f}"), ("build MB", "build_mb", "{:.0f}"),
    ("ask MB", "ask_mb", "{:.0f}"), ("first p50", "first50", "{:.2f}"), ("p95", "first95", "{:.2f}"), ("again p50", "again50", "{:.2f}"),
    ("p95", "again95", "{:.2f}"), ("short p50", "short50", "{:.2f}"), ("p95", "short95", "{:.2f}"),
]  # fmt: skip


def table(rows: dict[str, dict[str, Any]]) -> None:
    """One line an engine; milliseconds unless said otherwise."""
    print("engine      " + "".join(f"{head:>10}" for head, _, _ in COLUMNS))
    for name, row in rows.items():
        print(f"{name:12}" + "".join(f"{form.format(row[key]) if key in row else '-':>10}" for _, key, form in COLUMNS))


def ratios(rows: dict[str, dict[str, Any]]) -> None:
    """How many times as long as ours each engine takes, first-seen questions and indexing."""
    ours = rows["ours"]
    for name, row in rows.items():
        if name != "ours":
            told = [f"{label} {row[key] / ours[key]:.2f} x" for label, key in (("p50", "first50"), ("p95", "first95"), ("build", "seconds"))
                    if key in row and key in ours]  # fmt: skip
            print(f"{name} / ours: {', '.join(told)}")


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", required=True)
    parser.add_argument("--questions", required=True)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--fold", action="store_true", help="also without marks")
    parser.add_argument("--variants", action="store_true", help="ours also in NFD, old tone placement, capitals")
    parser.add_argument("--learn", action="store_true", help="print learnt weights of the second look")
    parser.add_argument("--limit", type=int, help="the first so many articles only")
    parser.add_argument("--keep", help="a folder to keep the indexes in, and to take them from")
    return parser.parse_args()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        job, *given = sys.argv[2:]
        if job == "build":
            print(json.dumps(child_build(given[0], Path(given[1]), Path(given[2]), int(given[3]) or None)))
        elif job == "ask":
            print(
                json.dumps(
                    child_ask(given[0], Path(given[1]), Path(given[2]), Path(given[3]), int(given[4]) or None, given[5:])
                )
            )
        else:
            print(json.dumps(child_whole(Path(given[0]), Path(given[1]))))
    else:
        main(arguments())
