"""One function per ground, named by its code; which of them are law on a day stands in the law files."""

from collections.abc import Mapping

from ..case import Ground
from . import cover, local, payments, retention, state

GROUNDS: Mapping[str, Ground] = {
    ground.__name__: ground
    for ground in (
        *state.ARTICLE_26,
        local.registered_unemployed,
        local.wellbeing_crisis,
        local.wellbeing_emergency,
        cover.serviceman,
        payments.employee,
        payments.civil_contract,
        payments.entrepreneur,
        payments.private_practice,
        payments.self_employed_regime,
        payments.self_payer,
        retention.retention_three_months,
        retention.retention_six_months,
        retention.temporary_status,
    )
}
