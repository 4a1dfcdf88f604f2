//! What was recorded behind a decision: money, remedies, forced execution; moves no money.

use crate::domain::cash::Cash;
use crate::stdx::day::Day;

/// Payment, remedies and filing behind a decision (处罚法 66–73; 复议法 20; 行政诉讼法 46).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentFacts {
    /// Last day to pay.
    pub due: Option<Day>,
    /// The fine is paid in full.
    pub is_paid: bool,
    /// What else was decided is done.
    pub is_performed: bool,
    /// Money that was taken at the roadside.
    pub cash: Option<Cash>,
    /// Day on which the organ had its copy of the decision on the spot.
    pub copy_filed_on: Option<Day>,
    /// The party applied for reconsideration.
    pub is_reconsidered: bool,
    /// The party went to court.
    pub is_sued: bool,
    /// Last day of the remedies.
    pub remedy_until: Option<Day>,
    /// The party handed its application for reconsideration to the organ, which sent it on.
    pub application_is_forwarded: bool,
}

/// 行政强制执行 (处罚法 66, 72; 强制法 34–55).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnforcementFacts {
    /// The decision said that a surcharge follows.
    pub surcharge_was_stated: bool,
    /// First day of the surcharge.
    pub surcharge_since: Option<Day>,
    /// The party asked for time or instalments.
    pub deferral_was_asked: bool,
    /// 经济困难, shown.
    pub is_hard_up: bool,
    /// Last day of the time that was given.
    pub deferred_until: Option<Day>,
    /// Last day that the urging gave: ten working days where the court follows.
    pub urged_until: Option<Day>,
    /// What the party said to the urging was checked, or it said nothing.
    pub urging_was_heard: bool,
    /// It has a good reason.
    pub has_excuse: bool,
    /// There are signs that it moves or hides property.
    pub hides_property: bool,
    /// A law gives the organ the power itself.
    pub has_power: bool,
    /// It is night or a statutory holiday.
    pub is_off_hours: bool,
    /// It cannot wait.
    pub is_urgent: bool,
    /// Last day to apply to the court.
    pub court_until: Option<Day>,
    /// What goes with the application is there.
    pub court_file_is_complete: bool,
    /// The court took it.
    pub court_accepted: bool,
    /// A duty to remove or restore was not done, and endangers traffic or the like.
    pub must_restore: bool,
    /// The last of three working days behind the second urging.
    pub urged_again_until: Option<Day>,
    /// Something lies on the road, and the party cannot clear it.
    pub is_obstacle: bool,
    /// An official was there, and all signed the sheet of a substitute performance.
    pub performance_is_signed: bool,
    /// A ground of 强制法 39.
    pub may_suspend: bool,
    /// Day of the suspension.
    pub suspended_on: Option<Day>,
    /// The ground of the suspension is gone.
    pub may_resume: bool,
    /// A ground of 强制法 40.
    pub may_end: bool,
    /// The agreement harms neither the public nor others.
    pub agreement_is_harmless: bool,
    /// The party does not keep the agreement.
    pub agreement_is_broken: bool,
    /// 违法的建筑物、构筑物、设施.
    pub is_structure: bool,
}
