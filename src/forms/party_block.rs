//! Party block P of the national set: who the paper is for, a person or a unit; writes one side and strikes the other.

use super::scene::Filling;
use crate::domain::party::Party;

/// Party block P: one side is filled, the other left empty for the page to strike.
pub fn fill(filling: &mut Filling<'_>, party: Option<&Party>) {
    const SIDES: [&str; 9] = [
        "citizen_name",
        "citizen_id_no",
        "citizen_address",
        "citizen_phone",
        "unit_name",
        "unit_address",
        "unit_phone",
        "unit_representative",
        "unit_credit_code",
    ];
    for name in SIDES {
        filling.text(name, "");
    }
    match party {
        None => {}
        Some(Party::Citizen { name, id_kind, id_no, address, phone }) => {
            filling
                .text("citizen_name", name.get())
                .text("citizen_id_no", id_kind.on_paper(id_no.get()))
                .text("citizen_address", address.get())
                .text("citizen_phone", phone.get());
        }
        Some(Party::SoleTrader { name, credit_code, operator, id_kind, id_no, address, phone }) => {
            let trade = match credit_code.as_str() {
                "" => format!("{}（个体工商户{}经营者）", operator.get(), name.get()),
                code => format!("{}（个体工商户{}经营者，{code}）", operator.get(), name.get()),
            };
            filling
                .text("citizen_name", trade)
                .text("citizen_id_no", id_kind.on_paper(id_no.get()))
                .text("citizen_address", address.get())
                .text("citizen_phone", phone.get());
        }
        Some(Party::Organisation { name, credit_code, representative, address, phone }) => {
            filling
                .text("unit_name", name.get())
                .text("unit_address", address.get())
                .text("unit_phone", phone.get())
                .text("unit_representative", representative.get())
                .text("unit_credit_code", credit_code);
        }
    }
}
