"""Holds answers of MyJVN to the schemas that JVN publishes: a line a file, True or False and the first errors.

usage: jvn_schemas.py FOLDER FILE...     FOLDER: JVN's schemas as published; needs lxml

The schema of results imports others (XCCDF, OVAL, CVRF ...) for methods that are not served here and for which JVN does not hand the files out: in their place
stands a schema that declares the elements JVN's refers to, and says nothing of what is in them. What is served uses none of these, which is held too.
"""
import pathlib
import re
import sys
import tempfile

from lxml import etree

XS = "{http://www.w3.org/2001/XMLSchema}"
ROOTS = {
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF": ["jvnrss_rdf_3.2.xsd"],
    "{http://jvn.jp/vuldef/}VULDEF-Document": ["vuldef_3.2.xsd", "tlp_marking.xsd"],
    "{http://jvndb.jvn.jp/myjvn/Results}Result": ["results_3.3.xsd"],
    "{http://www.w3.org/2005/Atom}feed": ["atom.xsd", "xml.xsd", "mod_sec_3.0.xsd", "status_3.3.xsd", "tlp_marking.xsd"],
}


def stand_in(folder, schema, missing):
    """A schema for each import that is not at hand; which namespaces these are."""
    root = etree.parse(str(schema)).getroot()
    prefixes = {space: prefix for prefix, space in root.nsmap.items()}
    text = schema.read_text(encoding="utf-8")
    for wanted in root.findall(XS + "import"):
        space, place = wanted.get("namespace"), folder / wanted.get("schemaLocation")
        if place.exists():
            continue
        missing.add(space)
        names = sorted(set(re.findall(r'ref="%s:([\w-]+)"' % re.escape(prefixes.get(space) or "?"), text)))
        elements = "".join(f'<xs:element name="{name}" type="xs:anyType"/>' for name in names)
        place.write_text(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{space}">{elements}</xs:schema>', encoding="utf-8")


def rules_of(folder, names):
    spaces = {name: etree.parse(str(folder / name)).getroot().get("targetNamespace") for name in names}
    imports = "".join(f'<xs:import namespace="{spaces[name]}" schemaLocation="{folder}/{name}"/>' for name in names)
    return etree.XMLSchema(etree.fromstring(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'))


def main():
    published, files = pathlib.Path(sys.argv[1]), sys.argv[2:]
    with tempfile.TemporaryDirectory() as place:
        folder, missing = pathlib.Path(place), set()
        for schema in published.glob("*.xsd"):
            text = schema.read_text(encoding="utf-8-sig")
            (folder / schema.name).write_text(text.replace('"http://www.w3.org/2001/xml.xsd"', '"xml.xsd"'), encoding="utf-8")
        for schema in sorted(folder.glob("*.xsd")):
            stand_in(folder, schema, missing)
        for file in files:
            document = etree.parse(file)
            rules = rules_of(folder, ROOTS[document.getroot().tag])
            used = {etree.QName(element).namespace for element in document.iter() if isinstance(element.tag, str)}
            print(rules.validate(document) and not used & missing, *[str(error) for error in rules.error_log][:3])


main()
