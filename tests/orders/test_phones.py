"""Telephone numbers: every way people write one, the form kept, and what is shown of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from orders.errors import Refused
from orders.masking import holds_numbers, mask_numbers
from orders.phones import last4, masked, normalise, readable

WRITTEN = [
    # mobile
    ("13800000001", "+8613800000001"),
    ("138 0000 0001", "+8613800000001"),
    ("138-0000-0001", "+8613800000001"),
    ("138－0000－0001", "+8613800000001"),
    ("１３８００００００００１", None),  # twelve digits
    ("１３８０００００００１", "+8613800000001"),
    ("+86 13800000001", "+8613800000001"),
    ("＋86-138-0000-0001", "+8613800000001"),
    ("(+86)13800000001", "+8613800000001"),
    ("008613800000001", "+8613800000001"),
    ("8613800000001", "+8613800000001"),
    ("013800000001", "+8613800000001"),
    ("1795113800000001", "+8613800000001"),
    ("17951013800000001", "+8613800000001"),
    ("1259313800000001", "+8613800000001"),
    ("17951000001", "+8617951000001"),  # a mobile number that begins like a carrier's prefix
    ("\u202a13800000001\u202c", "+8613800000001"),  # as copied from a phone book
    ("\u200b138\u200b0000\u200b0001", "+8613800000001"),
    ("  19900000009\n", "+8619900000009"),
    ("13800000001转1234", "+8613800000001;ext=1234"),
    # landline
    ("0730-8888123", "+867308888123"),
    ("07308888123", "+867308888123"),
    ("(0730)8888123", "+867308888123"),
    ("（0730）888 8123", "+867308888123"),
    ("0731-88881234", "+8673188881234"),
    ("010-88881234", "+861088881234"),
    ("021 5555 1234", "+862155551234"),
    ("+86 730 8888123", "+867308888123"),
    ("+86 0730 8888123", "+867308888123"),
    ("00867308888123", "+867308888123"),
    ("867308888123", "+867308888123"),
    ("1795107308888123", "+867308888123"),
    ("8888123", "+867438888123"),
    ("888-8123", "+867438888123"),
    ("88881234", "+8674388881234"),
    ("8888-1234", "+8674388881234"),
    ("0730-8888123转801", "+867308888123;ext=801"),
    ("0730-8888123-801", "+867308888123;ext=801"),
    ("0730-8888123 分机 801", "+867308888123;ext=801"),
    ("0730-8888123 ext. 801", "+867308888123;ext=801"),
    ("07308888123#801", "+867308888123;ext=801"),
    ("8888123-801", "+867438888123;ext=801"),
    # service numbers
    ("400-123-4567", "+864001234567"),
    ("8008101234", "+868008101234"),
    ("95588", "+8695588"),
    ("96123", "+8696123"),
    ("10086", "+8610086"),
    ("12345", "+8612345"),
    # abroad
    ("+852 9123 4567", "+85291234567"),
    ("0085291234567", "+85291234567"),
    # no numbers
    ("", None),
    ("   ", None),
    ("-", None),
    ("+", None),
    ("没有电话", None),
    ("abc", None),
    ("138000000", None),
    ("138000000012", None),
    ("12000000000", None),
    ("00000000000", None),
    ("0730-1888123", None),  # no local number begins with 1
    ("010-8888123", None),  # the capital's have eight digits
    ("110", None),
    ("13800000001/13900000002", None),
    ("13800000001 13900000002", None),
    ("138.5", None),
    ("+123", None),
    ("+86", None),
    ("1e10", None),
    ("1" * 500, None),
    ("转801", None),
    ("13800000001转", None),
    ("'; DROP TABLE citizen; --", None),
]


@pytest.mark.parametrize(("written", "kept"), WRITTEN)
def test_a_number_is_kept_in_one_form_however_it_is_written(
    written: str, kept: str | None, settings: Settings
) -> None:
    settings.AREA_CODE = "0743"
    if kept is None:
        with pytest.raises(Refused) as refused:
            normalise(written)
        assert refused.value.field == "phone"
    else:
        assert normalise(written) == kept


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "写上电话号码"),
        ("1380000000", "手机号是11位，这里有10位"),
        ("李四", "只写数字"),
        ("07301", "认不出这个号码"),
    ],
)
def test_a_refusal_says_what_is_wrong(written: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        normalise(written)


@pytest.mark.parametrize("written", ["1380000777", "0730-177", "1380000777a"])
def test_a_refusal_never_repeats_the_number(written: str) -> None:
    with pytest.raises(Refused) as refused:
        normalise(written)
    assert "777" not in str(refused.value)
    assert "177" not in str(refused.value)


@pytest.mark.parametrize(
    ("area", "kept"), [("010", "+861088881234"), ("0731", "+8673188881234"), ("", None)]
)
def test_a_local_number_gets_the_citys_own_area_code(
    area: str, kept: str | None, settings: Settings
) -> None:
    settings.AREA_CODE = area
    if kept is None:
        with pytest.raises(Refused, match="区号"):
            normalise("88881234")
    else:
        assert normalise("88881234") == kept


SHOWN = [
    ("+8613800000001", "138****0001", "138 0000 0001", "0001"),
    ("+867308888123", "0730-****123", "0730-8888123", "8123"),
    ("+8673188881234", "0731-****1234", "0731-88881234", "1234"),
    ("+861088881234", "010-****1234", "010-88881234", "1234"),
    ("+867308888123;ext=801", "0730-****123转801", "0730-8888123转801", "8123"),
    ("+864001234567", "400****567", "4001234567", "4567"),
    ("+8695588", "95***", "95588", "5588"),
    ("+85291234567", "+852****67", "+85291234567", "4567"),
]


@pytest.mark.parametrize(("kept", "hidden", "whole", "tail"), SHOWN)
def test_a_number_is_shown_masked_and_whole(kept: str, hidden: str, whole: str, tail: str) -> None:
    assert (masked(kept), readable(kept), last4(kept)) == (hidden, whole, tail)
    assert normalise(whole) == kept


mobiles = st.from_regex(r"\A1[3-9][0-9]{9}\Z")
landlines = st.from_regex(r"\A0[3-9][0-9]{2}-[2-8][0-9]{6,7}\Z") | st.from_regex(
    r"\A0(10|2[0-9])-[2-8][0-9]{7}\Z"
)
services = st.from_regex(r"\A([48]00[0-9]{7}|9[56][0-9]{3,6}|1[02][0-9]{3})\Z")
extensions = st.just("") | st.from_regex(r"\A转[0-9]{1,6}\Z")


@given(st.one_of(mobiles, landlines, services), extensions)
def test_normalising_what_is_normal_changes_nothing(number: str, extension: str) -> None:
    kept = normalise(number + extension)
    assert normalise(kept) == kept
    assert normalise(readable(kept)) == kept


@given(st.one_of(mobiles, landlines, services), extensions)
def test_a_masked_number_fits_its_column_and_hides_the_middle(number: str, ext: str) -> None:
    kept = normalise(number + ext)
    shown = masked(kept)
    assert len(shown) <= 20
    assert "*" in shown
    assert kept.partition(";")[0].removeprefix("+86") not in shown.replace("-", "")


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_number_or_refused(written: str) -> None:
    try:
        kept = normalise(written)
    except Refused:
        return
    assert normalise(kept) == kept


IN_WORDS = [
    ("请回电13800000001，谢谢", "请回电138****0001，谢谢"),
    ("手机138 0000 0001或139-0000-0002", "手机138****0001或139****0002"),
    ("打＋86 13800000001", "打138****0001"),
    ("１３８０００００００１", "138****0001"),
    ("幺三八零零零零零零零幺找我", "138****0001找我"),
    ("第一13800000001", "第一138****0001"),
    ("0730-8888123转801", "0730-****123转801"),
    ("（0730）88881234", "0730-****1234"),
    ("家里电话8888123", "家里电话****123"),
    ("家里电话：888-8123。", "家里电话：****123。"),
    ("身份证430602199001010017", "身份证4306**************"),
    ("430602 19900101 001X的", "4306**************的"),
    ("卡号6222 0000 0000 0000 123", "卡号6222****0123"),
    ("4111111111111111", "4111****1111"),
    ("1380000000113900000002", "138****0001139****0002"),
    ("13800000001、13900000002", "138****0001、139****0002"),
    # what must stay
    ("工单20260724000001 7", "工单20260724000001 7"),
    ("工单202607240123457", "工单202607240123457"),
    ("拖欠工资20000000元", "拖欠工资20000000元"),
    ("来电2026-07-24 15:00", "来电2026-07-24 15:00"),
    ("户号0123456789012", "户号0123456789012"),
    ("12345热线、110、400-123-4567", "12345热线、110、400-123-4567"),
    ("2号路12盏路灯，三天一次", "2号路12盏路灯，三天一次"),
    ("一二三四五六七八九零", "一二三四五六七八九零"),
    ("", ""),
]


@pytest.mark.parametrize(("words", "shown"), IN_WORDS)
def test_numbers_inside_words_are_hidden_and_the_rest_stays(words: str, shown: str) -> None:
    assert mask_numbers(words) == shown
    assert holds_numbers(words) is (words != shown)
    assert mask_numbers(shown) == shown


gaps = st.sampled_from(["", " ", "-", " - ", "　", "\u200b", "."])
around = st.text(alphabet=st.sampled_from("路灯一三，。 \n-+0123456789abX（)"), max_size=12).filter(
    lambda text: not text[-1:].isdigit() and not text[:1].isdigit()
)


@given(before=around, after=around, number=mobiles, gap=gaps)
def test_masked_words_never_hold_the_mobile_number(
    before: str, after: str, number: str, gap: str
) -> None:
    written = gap.join([number[:3], number[3:7], number[7:]])
    shown = mask_numbers(f"{before}{written}{after}")
    if gap == "":  # with gaps the digits before may belong to another number as well
        assert written not in shown
    assert number not in shown


@given(before=around, after=around, number=landlines)
def test_masked_words_never_hold_the_landline_number(before: str, after: str, number: str) -> None:
    assert number not in mask_numbers(f"{before}{number}{after}")


@given(st.text(alphabet=st.sampled_from("电话路13８零一 -0"), max_size=60))
def test_masking_twice_is_masking_once(words: str) -> None:
    once = mask_numbers(words)
    assert mask_numbers(once) == once
