import io
import zipfile
from collections.abc import Iterator

from functions.reports.exports.join import joined, kind_of


def test_parts_become_one_file_one_after_the_other() -> None:
    """Issue 12: a spreadsheet of a million rows is a job, and takes no memory for them all."""
    asked = list[int]()

    def parts() -> Iterator[bytes]:
        for number in range(30):
            asked.append(number)
            yield bytes([number]) * 100_000

    made = joined(parts(), kind_of("xlsx", 30)[0])
    first = next(made)
    assert asked == [0]
    with zipfile.ZipFile(io.BytesIO(first + b"".join(made))) as book:
        assert [book.read(name) for name in book.namelist()] == list(parts())
        assert book.namelist()[0] == "sales-001.xlsx"
    assert (kind_of("xlsx", 1)[0], kind_of("csv", 30)[0]) == ("xlsx", "csv.gz")
    assert list(joined([b"a", b"b"], "csv.gz")) == [b"a", b"b"]
