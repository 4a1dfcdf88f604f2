//! What the page of a form alone asks, as a space to write or sign in; proves nothing itself.

/// What has no value before it is printed: the page alone has it, by these words of its source.
pub const PRINTED_ALONE: [(&str, &[&str]); 21] = [
    ("case_filing", &["signature([签名])"]),
    (
        "interview",
        &["被询问人签名", "询问人签名", "记录人签名", "如实回答询问", "申请我们回避", "执法证件"],
    ),
    (
        "survey_minutes",
        &["当事人或代理人签名", "被邀请人签名", "勘验人签名", "记录人签名", "示意图"],
    ),
    ("scene_minutes", &["现场人员签名", "执法人员签名", "情况属实无误"]),
    ("measure_minutes", &["现场人员签名", "执法人员签名", "见证人签名", "情况属实无误"]),
    (
        "sampling_record",
        &["party_block()", "party_signs()", "officers()", "seal_area(", "two_copies", "第五十六条"],
    ),
    (
        "evidence_sheet",
        &[
            "采集人签名",
            "证据持有人（",
            "当事人或者现场人员签名",
            "见证人（",
            "officers()",
            "SHA-256",
            "证明事项",
            "采集时间",
            "采集地点",
            "存储介质",
            "原始载体",
            "复制情况",
            "时长",
            "原件",
        ],
    ),
    (
        "evidence_hold",
        &["party_block()", "party_signs()", "officers()", "seal_area(", "two_copies", "第五十六条"],
    ),
    ("hold_release", &["seal_area(", "two_copies", "第五十六条"]),
    (
        "measure",
        &[
            "party_block()",
            "party_signs()",
            "officers()",
            "seal_area(",
            "two_copies",
            "六十日内",
            "六个月内",
        ],
    ),
    (
        "measure_release",
        &["party_signs()", "officers()", "seal_area(", "two_copies", "没有被使用、丢失或者损坏"],
    ),
    (
        "on_spot_decision",
        &[
            "party_block()",
            "party_signs()",
            "signed_note()",
            "officers()",
            "seal_area(",
            "two_copies",
            "百分之三",
            "十五日内",
        ],
    ),
    (
        "correction_order",
        &["party_signs()", "signed_note()", "officers()", "seal_area(", "two_copies"],
    ),
    (
        "case_referral",
        &["不属于本机关管辖", "officers()", "seal_area(", "受移送单位签收", "一式两份"],
    ),
    ("referral_notice", &["特此告知", "party_signs()", "officers()", "seal_area(", "two_copies"]),
    ("delivery_receipt", &["收件人签名（盖章）", "送达人签名", "seal_area("]),
    (
        "address_confirmation",
        &["告知事项", "书面告知", "收件人签名", "date-blank", "signed_note()", "officers()"],
    ),
    ("obstruction_record", &["执法人员签名", "签名：", "officers()"]),
    ("passenger_transfer", &["第六十一条", "party_signs()", "officers()", "two_copies"]),
    ("passenger_statement", &["乘客签名", "向我宣读", "officers()", "不对外提供"]),
    ("passenger_statement_masked", &["已隐去", "officers()", "原件由执法机关存档"]),
];
