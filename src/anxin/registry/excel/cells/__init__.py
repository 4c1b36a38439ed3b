"""What a cell says: one small reader per type of field.

A reader answers a value, nothing (unknown), or a fault; it never guesses and never mangles.
"""

from anxin.registry.excel.cells import choices, codes, coordinates, days, gas, numbers, phones, words, yes_no
from anxin.registry.excel.cells.asides import beside
from anxin.registry.excel.cells.reading import Cell, Context, Fault, Reader, Reading, is_unknown, plain

__all__ = ["READERS", "Cell", "Context", "Fault", "Reader", "Reading", "is_unknown", "plain"]

READERS: dict[str, Reader] = {
    "text": words.text,
    "code": words.code,
    "name": words.name,
    "address": words.address,
    "sequence": words.sequence,
    "phone": phones.phone,
    "id_number": codes.id_number,
    "credit_code": codes.credit_code,
    "area_m2": beside(numbers.area_m2),
    "length_mm": beside(numbers.length_mm),
    "kg": beside(numbers.kg),
    "integer": beside(numbers.integer),
    "longitude": coordinates.longitude,
    "latitude": coordinates.latitude,
    "yesno": beside(yes_no.yesno),
    "enum": beside(choices.enum),
    "present": beside(yes_no.present),
    "present_brand": yes_no.present_brand,
    "hose_kind": beside(choices.hose_kind),
    "main_pipe": beside(choices.main_pipe),
    "regulator": beside(choices.regulator),
    "floor": beside(choices.floor),
    "date": beside(days.day),
    "past_date": beside(days.past_day),
    "contract": days.contract,
    "cylinders": beside(gas.cylinders),
    "stove": gas.stove,
    "brand_model": gas.brand_model,
    "leak_device": gas.leak_device,
    "supplier": choices.supplier,
    "area": words.kept_as_written,
    "item": words.kept_as_written,
}
