import pytest

from registry.portal.phones import normalised, spaced


@pytest.mark.parametrize(
    "typed",
    [
        "+77012345678",
        "87012345678",
        "77012345678",
        "7012345678",
        "8 (701) 234-56-78",
        "+7 701\u00a0234 56 78",
        "8–701–234–56–78",
        " 8.701.234.56.78 ",
        "８７０１２３４５６７８",
    ],
)
def test_a_number_of_kazakhstan_is_known_however_it_is_typed(typed: str) -> None:
    assert normalised(typed) == "+77012345678"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "+",
        "701234567",
        "870123456789",
        "+87012345678",
        "89161234567",
        "+79161234567",
        "+442079460000",
        "8701234567a",
        "++77012345678",
        "8701٢٣٤٥٦٧٨",
    ],
)
def test_anything_else_is_none(typed: str) -> None:
    assert normalised(typed) is None


def test_as_it_is_read_out() -> None:
    assert spaced("+77012345678").split() == ["+7", "701", "234", "56", "78"]
