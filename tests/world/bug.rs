//! Programs that are wrong on purpose: each breaks one invariant, and the world must find it.

/// What a headquarters or a laptop does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// Headquarters keeps other bytes than those that it signed for.
    KeepsOtherBytes,
    /// Headquarters leaves the first entry of a batch out.
    DropsAnEntry,
    /// Headquarters signs for entries that disagree with what it holds.
    SignsForAFork,
    /// Headquarters publishes something at each PUSH, also at one that came before.
    PublishesAgain,
    /// Headquarters passes an item of a feed over and gives its number to the next.
    SkipsNews,
    /// Headquarters forgets that an entry takes a document number.
    LosesANumber,
    /// Headquarters tells every laptop that the same block is leased to it.
    LeasesToEverybody,
    /// Headquarters that fell back to a copy leases on where the copy stands.
    LeasesWhatItLost,
    /// A laptop leaves the first number of each block out: it is neither used nor free, and nobody gave it up.
    PassesANumberOver,
    /// Headquarters tells two laptops that they have the pen of a case under one token.
    GivesAPenTwice,
    /// Headquarters moves a pen and sends nothing of its case.
    BringsNoCase,
    /// Headquarters takes what came with a stale pen into the main line of its case.
    TakesStaleEntries,
    /// A laptop prints, and commits afterwards.
    PrintsBeforeTheCommit,
    /// A laptop removes photographs that nobody else has.
    PrunesWithoutAReceipt,
    /// A laptop prints another page than the one that it keeps.
    PrintsOtherBytes,
    /// Headquarters takes a revoked laptop's entries into the main line.
    TakesFromTheRevoked,
    /// A laptop takes receipts of whoever answers.
    TrustsAnyKey,
    /// Headquarters believes the clock of an entry: one from before the last one takes no number.
    BelievesClocks,
    /// A later headquarters does not look at what an earlier one could not read.
    ForgetsWhatWaited,
    /// Headquarters signs, and does not look whether the commit was done.
    SignsBeforeTheCommit,
    /// Headquarters answers with more than it was asked for.
    AnswersWithoutBound,
    /// Headquarters' disk turns a bit in an envelope, and nobody reads it again.
    BendsTheChain,
    /// A laptop issues documents although it cannot read what must be understood.
    IssuesBlindly,
    /// A laptop does not hold a checkpoint against the one that it knew.
    ForgetsCheckpoints,
    /// Headquarters is always busy for one laptop.
    IsAlwaysBusy,
    /// Headquarters never finishes a photograph.
    FinishesNoPhotograph,
    /// Headquarters refuses a batch with an entry that it cannot read.
    StopsAtABadEntry,
    /// Headquarters sends a laptop away however often it came.
    SendsAwayForEver,
    /// A laptop offers nothing again that a headquarters lost which said so.
    SendsNothingAgain,
    /// Headquarters holds its limit against one commit too, which has no smaller pieces.
    LimitsACommit,
}
