"""Documents of several formats come to the same blocks, and pages are kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from detente.cli import main
from detente.errors import CaseError, DetenteError
from detente.proposal import as_yaml, propose, read_paper, read_proposal

PLAIN = "Bonn wants cheap grain.\n\nRome fears a drought in 1992. It will buy water.\n"


def pdf(pages: list[list[str]]) -> bytes:
    """A small PDF with lines of text on each page, written by hand."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        drawn = "BT /F1 12 Tf 14 TL 72 720 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream".encode())
        kids.append(len(objects) + 1)
        font = "<< /Font << /F1 3 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources {font} "
            f"/Contents {len(objects)} 0 R >>".encode()
        )
    objects[1] = (
        f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>".encode()
    )
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )


def docx(folder: Path) -> bytes:
    from docx import Document

    document = Document()
    for paragraph in PLAIN.strip().split("\n\n"):
        document.add_paragraph(paragraph)
    file = folder / "made.docx"
    document.save(str(file))
    return file.read_bytes()


def test_formats_come_to_the_same(tmp_path: Path) -> None:
    page = "<html><head><title>No</title></head><p>Bonn <b>wants</b> cheap\n grain.</p><script>No</script>"
    made = {
        "a.txt": PLAIN.encode(),
        "a.md": b"\xef\xbb\xbf" + PLAIN.encode(),
        "a.html": (page + "<div>Rome fears a drought in 1992. It will buy water.</div>").encode(),
        "a.docx": docx(tmp_path),
        "a.pdf": pdf([["Bonn wants cheap grain."], ["Rome fears a drought in 1992. It", "will buy water."]]),
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
        paper = read_paper(tmp_path / name)
        assert [" ".join(block) for block in paper.document.blocks] == PLAIN.strip().split("\n\n"), name
    assert read_paper(tmp_path / "a.pdf").pages == {1: 1, 2: 2}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.odt", b"x", "cannot read .odt"),
        ("a.pdf", b"no pdf", "cannot be read as PDF"),
        ("a.docx", b"no docx", "cannot be read as DOCX"),
        ("a.txt", b" \n\n ", "no text"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DetenteError, match=said):
        read_paper(tmp_path / name)


def test_a_proposal_reads_back(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([["Bonn wants cheap grain."], ["Rome fears a drought in 1992."]]))
    found = propose(read_paper(tmp_path / "a.pdf"), "K")
    file = tmp_path / "proposal.yaml"
    file.write_text(as_yaml(found), encoding="utf-8")
    assert tuple(read_proposal(file).values()) == found.items
    plain = yaml.safe_load(as_yaml(found))["items"]
    assert {item["page"] for item in plain if item["at"] == ["K.P2.S1"]} == {"2"}
    assert {item["status"] for item in plain} == {"proposed"}


def test_every_problem_of_a_proposal_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "proposal.yaml"
    file.write_text(
        "format: proposal-1\nkind: x\nitems:\n- {type: wish, at: [K], quote: q}\n"
        "- {type: actor, at: [K], quote: q, sign: '+'}\n- 7\n- {type: actor, at: K, quote: q}\n",
        encoding="utf-8",
    )
    with pytest.raises(CaseError) as refused:
        read_proposal(file)
    assert [problem.line for problem in refused.value.problems] == [1, 2, 4, 5, 6, 6, 7, 7]


def test_the_command_writes_a_proposal_and_the_text_that_locators_count(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLAIN, encoding="utf-8")
    out, text = tmp_path / "proposal.yaml", tmp_path / "plain.txt"
    told = CliRunner().invoke(
        main, ["read", str(tmp_path / "a.txt"), "--key", "K", "--out", str(out), "--text", str(text)]
    )
    assert told.exit_code == 0, told.output
    assert text.read_text(encoding="utf-8") == PLAIN
    assert {item.type for item in read_proposal(out).values()} >= {"actor", "interest", "event", "forecast"}
    shown = CliRunner().invoke(main, ["read", str(tmp_path / "a.txt"), "--json"])
    assert json.loads(shown.output)["key"] == "D"
    wrong = CliRunner().invoke(main, ["read", str(tmp_path / "a.txt"), "--key", "k"])
    assert wrong.exit_code == 2


def test_the_document_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLAIN, encoding="utf-8")
    for option in ("--out", "--text"):
        told = CliRunner().invoke(main, ["read", str(tmp_path / "a.txt"), option, str(tmp_path / "a.txt")])
        assert told.exit_code == 2
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == PLAIN


@pytest.mark.parametrize(
    "text", ["Bonn`wants !-30 buy", "Bonn-0 wants cheap grain.", "\u0301Bonn wants grain."]
)
def test_a_name_within_a_longer_word_is_not_quoted(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(text, encoding="utf-8")
    assert not propose(read_paper(file), "D").dropped
