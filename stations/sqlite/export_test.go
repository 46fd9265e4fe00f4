package sqlite

// ChangesBetween is what Changes asks, for a test of how it is worked.
const ChangesBetween = changesBetween
