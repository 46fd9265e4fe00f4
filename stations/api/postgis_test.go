package api_test

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/postgis/postgistest"
	"yizhan/stations/store"
)

// overPostGIS is the test whose subtests have their store in PostGIS; those of
// all others have it in SQLite.
const overPostGIS = "TestCentralRoutesOverPostGIS"

// What a route tells does not depend on the store.
func TestCentralRoutesOverPostGIS(t *testing.T) {
	if testing.Short() {
		t.Skip("needs PostgreSQL")
	}
	if os.Getenv(postgistest.ServerVariable) == "" {
		t.Skip("YIZHAN_TEST_POSTGRES is not set; run: scripts/with-postgis go test ./stations/api")
	}
	t.Setenv(ownDatabase, newDatabase(t))
	for name, test := range map[string]func(*testing.T){
		"a station is made, changed and deleted": TestAStationIsMadeChangedAndDeleted,
		"an idempotency key makes one station":   TestTheSameIdempotencyKeyMakesOneStation,
		"editors stay in their division":         TestEditorsStayInTheirDivision,
		"changes for mirrors":                    TestChangesForMirrors,
		"personal contacts are purged":           TestPersonalContactsArePurged,
		"purged words are out of sight":          TestNumbersThatArePurgedFromWordsAreOutOfSightAtOnce,
		"imports":                                TestImportsOverHTTP,
		"editors import inside their division":   TestEditorsImportInsideTheirDivision,
		"a record of another division":           TestARecordOfAnotherDivisionIsToldToBe,
		"exports":                                TestExportsOverHTTP,
		"reviews are listed and decided":         TestReviewsAreListedAndDecided,
		"two riders make nearby warn":            TestTwoRidersMakeNearbyWarnUntilTheyAreAnswered,
		"verify and overdue":                     TestVerifyAndOverdue,
		"statistics":                             TestStatsAsJSONAndCSV,
		"the audit log":                          TestTheAuditLogTellsWhoChangedWhat,
		"the registry is sorted and filtered":    TestTheRegistryIsSortedAndFiltered,
		"features are found by following next":   TestEveryFeatureIsFoundByFollowingNext,
		"searches that found nothing at ten":     TestSearchesThatFoundNothingAreShownAtTen,
		"a revoked key ends within a second":     TestARevokedKeyEndsWithinASecond,
		"who sees which field":                   TestWhoSeesWhichField,
		"a photo is added, shown and deleted":    TestAPhotoIsAddedShownAndDeleted,
	} {
		t.Run(name, test)
	}
}

// ownDatabase is the variable that holds the address of the database in which
// each of those subtests has a schema: that takes a tenth of the time of a
// database.
const ownDatabase = "YIZHAN_TEST_API_DATABASE"

// newDatabase makes a database in which schemas can be migrated.
func newDatabase(t *testing.T) (dsn string) {
	t.Helper()
	dsn = postgistest.Database(t)
	postgistest.Execute(t, dsn, `CREATE EXTENSION postgis`)
	return dsn
}

// dsnOf says where the store of a test is.
func dsnOf(t testing.TB) string {
	t.Helper()
	if !strings.HasPrefix(t.Name(), overPostGIS+"/") {
		return "sqlite:" + filepath.Join(t.TempDir(), "test.db")
	}
	u, err := url.Parse(os.Getenv(ownDatabase))
	if err != nil {
		t.Fatal(err)
	}
	schema := fmt.Sprintf("s%d", time.Now().UnixNano())
	postgistest.Execute(t, u.String(), `CREATE SCHEMA `+schema)
	query := u.Query()
	query.Set("search_path", schema+",public")
	u.RawQuery = query.Encode()
	if _, err := store.Migrate(t.Context(), u.String()); err != nil {
		t.Fatal(err)
	}
	return u.String()
}

// openStore opens the store of a test, and closes it after the test.
func openStore(t testing.TB) stations.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dsnOf(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
