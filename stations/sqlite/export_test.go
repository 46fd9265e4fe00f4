package sqlite

import "yizhan/stations"

// ChangesBetween is what Changes asks, for a test of how it is worked.
const ChangesBetween = changesBetween

// Stage is what the store lends to an import, for one that dies.
func (db *DB) Stage() stations.Stage { return stage{db} }
