//! Payload shape of what a stop proposes to headquarters, inside its ending; it counts nothing.

use crate::domain::consequence::{ConsequenceProposal, RepeatOffender};
use crate::domain::counting::Window;
use crate::wire::{WireFault, bytes16, day_from, day_number};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// `ConsequenceProposal` as it is kept.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct ProposalShape {
    #[n(0)]
    code: String,
    #[n(1)]
    whose: String,
    #[n(2)]
    count: u32,
    #[n(3)]
    trucks: Option<u32>,
    #[n(4)]
    from: u32,
    #[n(5)]
    until: u32,
    #[n(6)]
    stops: Vec<ByteArray<16>>,
}

/// `None` where nothing was proposed.
pub(super) fn shapes(proposals: &[ConsequenceProposal]) -> Option<Vec<ProposalShape>> {
    let shape = |proposal: &ConsequenceProposal| ProposalShape {
        code: proposal.code.clone(),
        whose: proposal.whose.word().into(),
        count: proposal.count,
        trucks: proposal.trucks,
        from: day_number(proposal.window.from),
        until: day_number(proposal.window.until),
        stops: proposal.stops.iter().map(|stop| stop.0.into()).collect(),
    };
    (!proposals.is_empty()).then(|| proposals.iter().map(shape).collect())
}

/// What was proposed.
pub(super) fn proposals(
    shapes: Option<Vec<ProposalShape>>,
) -> Result<Vec<ConsequenceProposal>, WireFault> {
    let proposal = |shape: ProposalShape| {
        let whose = RepeatOffender::from_word(&shape.whose);
        Ok(ConsequenceProposal {
            code: shape.code,
            whose: whose.ok_or(WireFault::Word(shape.whose))?,
            count: shape.count,
            trucks: shape.trucks,
            window: Window { from: day_from(shape.from)?, until: day_from(shape.until)? },
            stops: shape.stops.iter().map(bytes16).collect(),
        })
    };
    shapes.unwrap_or_default().into_iter().map(proposal).collect()
}
