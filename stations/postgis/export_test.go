package postgis

import "yizhan/stations"

// Stage is what the store lends to an import, for one that dies.
func (db *DB) Stage() stations.Stage { return stage{db} }
