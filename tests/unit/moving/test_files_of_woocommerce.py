"""X37: WooCommerce's files as shops have them: marks, quotes, line breaks in cells, guarded texts, guests without a name."""

from __future__ import annotations

import re

from functions.moving.files.read_file import read_file
from functions.moving.model.group import Kind

BERLIN = "Europe/Berlin"
ANALYTICS = (
    '\ufeff"Name","Username","Last active","Sign Up","Email","Orders","Total spend","AOV","Country / Region",'
    '"City","Region","Postal code"\r\n'
    '"Jörg O\'Neil","joerg","2024-03-10 08:12:01","2021-02-28 23:59:59","Joerg@Example.DE","3","120.50","40.17","DE",'
    '"Dresden","SN","01067"\r\n'
    '"","","","","gast@example.de","1","9.90","9.90","DE","","",""\r\n'
)
OF_PLUGIN = (
    "customer_id,user_login,user_email,first_name,last_name,date_registered,billing_first_name,billing_last_name,"
    "billing_company,billing_address_1,billing_address_2,billing_city,billing_state,billing_postcode,"
    "billing_country,billing_phone\n"
    '7,li,li@example.com,Li,Lei,2020-01-31 08:00:00,Li,Lei,"Tee, Topf & Co","Hauptstr. 1","Hinterhaus\nlinks",Dresden,SN,'
    "01067,DE,'+491701234567\n"
)
OF_ORDERS = (
    "order_id,order_number,order_number_formatted,date,date_paid,status,shipping_total,tax_total,discount_total,"
    "order_total,refunded_total,order_currency,customer_id,billing_first_name,billing_last_name,billing_email,"
    "billing_phone,billing_address_1,billing_postcode,billing_city,billing_country,customer_note,item_name,"
    "item_sku,item_quantity,item_subtotal,item_total,item_total_tax\n"
    "1002,1002,#1002,2024-03-10 23:40:12,2024-03-10 23:41:00,completed,4.90,3.99,0.00,54.89,25.00,EUR,7,Li,Lei,"
    'li@example.com,+491701234567,Hauptstr. 1,01067,Dresden,DE,"Bitte klingeln; ""laut""",Mug,MUG-1,2,30.00,30.00,2.39\n'
    "1002,1002,#1002,2024-03-10 23:40:12,2024-03-10 23:41:00,completed,4.90,3.99,0.00,54.89,25.00,EUR,7,Li,Lei,"
    'li@example.com,+491701234567,Hauptstr. 1,01067,Dresden,DE,"Bitte klingeln; ""laut""","Teapot, green",POT,1,20.00,'
    "16.00,1.60\n"
)


def test_customers_of_its_analytics() -> None:
    """Guests stand there, too; dates are that shop's, on the day before in UTC."""
    known, guest = read_file(ANALYTICS.encode(), Kind.CUSTOMERS, BERLIN)
    assert (known.faults, known.body["name"], known.body["registered_at"]) == ([], "Jörg O'Neil", "2021-02-28T22:59:59.000Z")
    (address,) = known.body["addresses"]
    assert (address["postal_code"], address["province"], address["country"]) == ("01067", "SN", "DE")
    assert (guest.faults, guest.body) == ([], {"email": "gast@example.de"})


def test_customers_of_an_export_plugin() -> None:
    """A street of two lines is one, a number loses the apostrophe, a company keeps its comma."""
    (found,) = read_file(OF_PLUGIN.encode(), Kind.CUSTOMERS, BERLIN)
    (address,) = found.body["addresses"]
    assert (found.faults, found.body["external_id"], found.body["phone"]) == ([], "7", "+491701234567")
    assert (address["street"], address["company"]) == ("Hauptstr. 1 Hinterhaus links", "Tee, Topf & Co")


def test_orders_with_a_row_for_each_item() -> None:
    """One order, half refunded, with its own number, date and amounts; the order says its discount, a line its own."""
    (order,) = read_file(OF_ORDERS.encode(), Kind.ORDERS, BERLIN)
    body = order.body
    assert (list(order.lines), order.faults, body["number"], body["external_id"]) == ([2, 3], [], "#1002", "1002")
    assert (body["placed_at"], body["paid_at"]) == ("2024-03-10T22:40:12.000Z", "2024-03-10T22:41:00.000Z")
    assert (body["payment_status"], body["refunded"], body["total"], body["shipping"]) == ("partially_refunded", 2500, 5489, 490)
    assert [(one["sku"], one["quantity"], one["subtotal"], one["discount"]) for one in body["lines"]] == [
        ("MUG-1", 2, 3000, 0), ("POT", 1, 2000, 400),
    ]  # fmt: skip
    assert (body["note"], body["customer_external_id"]) == ('Bitte klingeln; "laut"', "7")


def test_the_same_file_by_a_spreadsheet() -> None:
    """Semicolons, decimal commas, Windows' encoding: the same order."""
    plain = OF_ORDERS.replace('"Bitte klingeln; ""laut"""', "klingeln").replace('"Teapot, green"', "Kännchen")
    rows = [line.split(",") for line in plain.splitlines()]
    told = "\r\n".join(";".join(re.sub(r"^(\d+)\.(\d\d)$", r"\1,\2", cell) for cell in row) for row in rows)
    (order,) = read_file(told.encode("cp1252"), Kind.ORDERS, BERLIN)
    assert (order.faults, order.body["total"], order.body["refunded"]) == ([], 5489, 2500)
    assert [one["title"] for one in order.body["lines"]] == ["Mug", "Kännchen"]
