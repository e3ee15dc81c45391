package sandbox

// What docs/api.md says of plans and strings beside the limits of package lead.
const (
	planLimitCurrent = 200 // leads on the Free Plan, current documentation
	planLimitLegacy  = 5   // leads on the Free Plan, legacy documentation
	noLimit          = 0   // legacy: `labels` are strings of any length
)
