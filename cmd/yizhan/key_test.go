package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/sqlite"
)

// verb runs a command line and returns its exit code and streams.
func verb(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestKeysAreMadeListedAndRevoked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.db")
	store := "--store=sqlite:" + path
	code, secret, _ := verb(t, "key", "create", store, "--role", "editor", "--adcode", "320100", "--name", "值班")
	if !regexp.MustCompile(`^yz_[0-9a-f]{12}_[\w-]{43}\n$`).MatchString(secret) || code != exitDone {
		t.Fatalf("key create = %d and %q, want the secret and nothing else on stdout", code, secret)
	}
	id := strings.Split(secret, "_")[1]
	if code, _, stderr := verb(t, "key", "revoke", store, id); code != exitDone {
		t.Errorf("key revoke = %d: %s", code, stderr)
	}
	_, list, _ := verb(t, "key", "list", store, "--json")
	var got struct{ Keys []stations.Key }
	if err := json.Unmarshal([]byte(list), &got); err != nil || len(got.Keys) != 1 {
		t.Fatalf("key list = %s, %v, want one key", list, err)
	}
	if k := got.Keys[0]; k.ID != id || k.Role != stations.RoleEditor || k.Adcode != "320100" || k.Name != "值班" || k.RevokedAt == nil {
		t.Errorf("key list = %+v, want the editor of 320100, revoked", k)
	}
	if strings.Contains(list, strings.TrimSpace(secret)[16:]) {
		t.Error("key list shows the secret")
	}
	wantAudited(t, path, "key revoke", id)
	wantAudited(t, path, "key create", id)
	_, table, _ := verb(t, "key", "list", store)
	if !strings.Contains(table, id) || !strings.Contains(table, "320100") {
		t.Errorf("key list = %s, want the id and the division", table)
	}
}

// wantAudited looks for a line of the audit log.
func wantAudited(t *testing.T, path, action, key string) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	lines, err := db.Audited(t.Context(), 0, 100)
	if err != nil || !slices.ContainsFunc(lines, func(a stations.Audited) bool { return a.Action == action && a.Key == key && a.By == byCLI }) {
		t.Errorf("Audited = %+v, %v, want %s of %s", lines, err, action, key)
	}
}

func TestKeysThatBreakARuleAreWrongUsage(t *testing.T) {
	store := "--store=sqlite:" + filepath.Join(t.TempDir(), "keys.db")
	for sentence, c := range map[string]struct {
		args []string
		code int
	}{
		"no role":            {[]string{"key", "create", store}, exitUsage},
		"an unknown role":    {[]string{"key", "create", store, "--role", "boss"}, exitUsage},
		"a bound planner":    {[]string{"key", "create", store, "--role", "planner", "--adcode", "320100"}, exitUsage},
		"a page for editors": {[]string{"key", "create", store, "--role", "editor", "--origin", "https://map.example"}, exitUsage},
		"a quota of words":   {[]string{"key", "create", store, "--role", "reader", "--per-day", "ten"}, exitUsage},
		"nothing to change":  {[]string{"key", "change", store, "nobody"}, exitUsage},
		"no key to change":   {[]string{"key", "change", store, "nobody", "--per-day", "1"}, exitFailed},
		"usage of no days":   {[]string{"key", "usage", store, "--days", "0"}, exitUsage},
		"no such key":        {[]string{"key", "revoke", store, "nobody"}, exitFailed},
		"no station's id":    {[]string{"contacts", "purge", store, "--station", "7"}, exitUsage},
		"no such station":    {[]string{"contacts", "purge", store, "--station", "0190d6a0-0000-7000-8000-000000000001"}, exitFailed},
		"no station is said": {[]string{"contacts", "purge", store}, exitUsage},
	} {
		if code, _, stderr := verb(t, c.args...); code != c.code {
			t.Errorf("%s: run(%q) = %d, want %d: %s", sentence, c.args, code, c.code, stderr)
		}
	}
}

func TestTheTermsOfAKeyAreSetAndItsUsageIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.db")
	store := "--store=sqlite:" + path
	_, secret, _ := verb(t, "key", "create", store, "--role", "reader", "--origin", "https://a.example", "--origin", "https://b.example", "--per-day", "9")
	id := strings.Split(secret, "_")[1]
	if code, _, stderr := verb(t, "key", "change", store, id, "--name", "地图", "--per-minute", "60", "--origin", "https://c.example"); code != exitDone {
		t.Fatalf("key change = %d: %s", code, stderr)
	}
	_, table, _ := verb(t, "key", "list", store)
	if line := strings.Fields(table[strings.Index(table, id):]); fmt.Sprint(line[5:]) != "[60 9 https://c.example 地图]" {
		t.Errorf("key list ends with %v, want the new terms and the quota that was not named", line[5:])
	}
	wantAudited(t, path, "key change", id)
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	today := stations.DayOf(time.Now())
	if _, err := db.AddKeyUsage(t.Context(), []stations.KeyUsage{{Key: id, Day: today, Asked: 7, Refused: 2}, {Key: id, Day: "2020-01-01", Asked: 1}}); err != nil {
		t.Fatal(err)
	}
	_, table, _ = verb(t, "key", "usage", store, "--days", "2")
	if want := "[day key asked refused " + today + " " + id + " 7 2]"; fmt.Sprint(strings.Fields(table)) != want {
		t.Errorf("key usage = %v, want %s", strings.Fields(table), want)
	}
}

func TestContactsArePurgedAndAudited(t *testing.T) {
	path := filepath.Join(t.TempDir(), "contacts.db")
	store, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	id, err := stations.NewID()
	if err != nil {
		t.Fatal(err)
	}
	s := &stations.Station{
		ID: id, Name: "甲", Kind: stations.UnionStation, Lifecycle: stations.Open,
		Position: stations.Position{Quality: stations.AddressOnly, Original: datum.Coord{Datum: datum.WGS84}},
		Contacts: []stations.Contact{{Phone: "13900001111", Personal: true}},
	}
	if _, err := store.Apply(t.Context(), []stations.Write{{Station: s}}); err != nil {
		t.Fatal(err)
	}
	if code, stdout, stderr := verb(t, "contacts", "purge", "--store=sqlite:"+path, "--station", string(id)); code != exitDone || !strings.Contains(stdout, "1 records") {
		t.Errorf("contacts purge = %d, %q, %s", code, stdout, stderr)
	}
	if got, err := store.Station(t.Context(), id); err != nil || len(got.Contacts) != 0 || got.Revision != 1 {
		t.Errorf("Station = %+v, %v, want revision 1 without contacts", got, err)
	}
	if lines, err := store.Audited(t.Context(), 0, 9); err != nil || len(lines) != 1 || lines[0].Action != "contacts purge" || lines[0].Station != id || lines[0].By != byCLI {
		t.Errorf("Audited = %v, %v, want the purge", lines, err)
	}
}

// stocked makes a store with these stations, open and known by their address
// only, and returns their ids.
func stocked(t *testing.T, path string, list ...stations.Station) (*sqlite.DB, []stations.ID) {
	t.Helper()
	store, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	var ids []stations.ID
	var writes []stations.Write
	for _, s := range list {
		id, err := stations.NewID()
		if err != nil {
			t.Fatal(err)
		}
		s.ID, s.Kind, s.Lifecycle = id, stations.UnionStation, stations.Open
		s.Position = stations.Position{Quality: stations.AddressOnly, Original: datum.Coord{Datum: datum.WGS84}}
		ids, writes = append(ids, id), append(writes, stations.Write{Station: &s})
	}
	if _, err := store.Apply(t.Context(), writes); err != nil {
		t.Fatal(err)
	}
	return store, ids
}

func TestMobileNumbersInPublicWordsAreFoundAndHidden(t *testing.T) {
	path := filepath.Join(t.TempDir(), "words.db")
	store, ids := stocked(t, path,
		stations.Station{Name: "甲", Aliases: []string{"找王师傅13900001111"}, Honours: []string{"先进（电话139-0000-1111）"}},
		stations.Station{Name: "乙", Services: []stations.ServiceState{{Code: "water", Status: stations.ServiceOK, Note: "打１３９００００１１１１"}}},
		stations.Station{Name: "丙", Access: stations.Access{Steps: "打前台 025-1234 开门"}},
	)
	for _, c := range []struct {
		args []string
		told string
		left int
	}{{nil, "抹去 0", 2}, {[]string{"--hide"}, "抹去 2", 0}, {nil, "0 站", 0}} {
		code, stdout, stderr := verb(t, append([]string{"contacts", "words", "--store=sqlite:" + path}, c.args...)...)
		if code != exitDone || !strings.Contains(stderr, c.told) || strings.Contains(stdout, "1111") {
			t.Errorf("contacts words %v = %d, %q, %s, want %q and no number", c.args, code, stdout, stderr, c.told)
		}
		left := 0
		_, all, err := store.Snapshot(t.Context(), 0)
		for _, s := range all {
			if _, fields := s.WithoutMobileWords(); fields != nil {
				left++
			}
		}
		if err != nil || left != c.left {
			t.Errorf("after contacts words %v %d stations have numbers, %v, want %d", c.args, left, err, c.left)
		}
	}
	got, err := store.Station(t.Context(), ids[0])
	if err != nil || got.Revision == 1 || got.Aliases[0] != "找王师傅…" || got.Honours[0] != "先进（电话…）" {
		t.Errorf("Station = %+v, %v, want it written without the numbers", got, err)
	}
	if _, err := store.PurgeContacts(t.Context(), got.ID); err != nil {
		t.Fatal(err)
	}
	if past, err := store.StationAt(t.Context(), got.ID, 1); err != nil || past.Station.Aliases[0] != "找王师傅…" {
		t.Errorf("StationAt(1) = %+v, %v, want it without the number after a purge", past.Station, err)
	}
}

// What was valid when it was written need not be so today: such a station keeps
// nobody from the others.
func TestNumbersAreHiddenAroundARecordThatBreaksARule(t *testing.T) {
	path := filepath.Join(t.TempDir(), "words.db")
	aliases := []string{"找王师傅13900001111"}
	store, ids := stocked(t, path, stations.Station{Name: "甲", Aliases: aliases}, stations.Station{Name: "乙", Aliases: aliases})
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if _, err := raw.ExecContext(t.Context(), `UPDATE station SET record = replace(record, '"name":"甲"', '"name":""')`); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := verb(t, "contacts", "words", "--hide", "--store=sqlite:"+path)
	if code != exitDone || !strings.Contains(stderr, "2 站") || !strings.Contains(stderr, "抹去 1") || !strings.Contains(stderr, "breaks a rule") || strings.Contains(stdout+stderr, "1111") {
		t.Errorf("contacts words --hide = %d, %q, %s, want one of two hidden and the other one told", code, stdout, stderr)
	}
	if got, err := store.Station(t.Context(), ids[1]); err != nil || got.Aliases[0] != "找王师傅…" {
		t.Errorf("Station = %+v, %v, want it without the number", got, err)
	}
	if code, _, stderr := verb(t, "contacts", "purge", "--store=sqlite:"+path, "--station", string(ids[0])); code != exitFailed || !strings.Contains(stderr, "name") {
		t.Errorf("contacts purge = %d, %s, want what the record breaks", code, stderr)
	}
	if got, err := store.Station(t.Context(), ids[0]); err != nil || got.Aliases[0] != "找王师傅…" {
		t.Errorf("Station = %+v, %v, want it purged all the same", got, err)
	}
}
