package storetest

import (
	"crypto/sha256"
	"testing"
	"time"

	"yizhan/stations"
)

func newKey(id string, role stations.Role) stations.Key {
	return stations.Key{ID: id, Name: "值班", Role: role, Hash: sha256.Sum256([]byte(id)), CreatedAt: noon.UTC()}
}

func keysComeBack(t *testing.T, s stations.Store) {
	ctx := t.Context()
	first, second, third := newKey("aa", stations.RoleAdmin), newKey("bb", stations.RoleEditor), newKey("bc", stations.RoleReader)
	second.Adcode = "320100"
	third.Origins, third.PerMinute, third.PerDay = []string{"https://a.example", "https://b.example:8443"}, 60, 5000
	for _, k := range []stations.Key{second, first, third} {
		if err := s.CreateKey(ctx, k); err != nil {
			t.Fatalf("CreateKey(%s) = %v", k.ID, err)
		}
	}
	same(t, "Keys()", []stations.Key{first, second, third}, must(s.Keys(ctx))(t, "Keys()"))
	wantCode(t, "CreateKey of a taken id", s.CreateKey(ctx, first), stations.Conflict)
	for name, change := range map[string]func(*stations.Key){
		"no role":             func(k *stations.Key) { k.Role = "" },
		"an anonymous role":   func(k *stations.Key) { k.Role = stations.RoleAnonymous },
		"a bound reader":      func(k *stations.Key) { k.Adcode = "320100" },
		"a division of words": func(k *stations.Key) { k.Role, k.Adcode = stations.RoleEditor, "南京" },
		"no hash":             func(k *stations.Key) { k.Hash = [32]byte{} },
		"no id":               func(k *stations.Key) { k.ID = "" },
		"a page for editors":  func(k *stations.Key) { k.Role, k.Origins = stations.RoleEditor, []string{"https://a.example"} },
		"an address, no page": func(k *stations.Key) { k.Origins = []string{"https://a.example/map"} },
		"less than no quota":  func(k *stations.Key) { k.PerDay = -1 },
		"too great a quota":   func(k *stations.Key) { k.PerMinute = stations.MaxPerMinute + 1 },
	} {
		bad := newKey("cc", stations.RoleReader)
		change(&bad)
		wantCode(t, "CreateKey with "+name, s.CreateKey(ctx, bad), stations.Invalid)
	}
}

func keysEnd(t *testing.T, s stations.Store) {
	ctx := t.Context()
	key := newKey("aa", stations.RoleReader)
	if err := s.CreateKey(ctx, key); err != nil {
		t.Fatal(err)
	}
	later := noon.Add(30 * time.Hour)
	for _, at := range []time.Time{noon, later, noon} {
		if err := s.TouchKey(ctx, key.ID, at); err != nil {
			t.Errorf("TouchKey(%v) = %v", at, err)
		}
	}
	for _, at := range []time.Time{noon, later} {
		if err := s.RevokeKey(ctx, key.ID, at); err != nil {
			t.Errorf("RevokeKey(%v) = %v", at, err)
		}
	}
	day, revoked := stations.Day(later), noon.UTC()
	key.LastUsed, key.RevokedAt = &day, &revoked
	same(t, "Keys() after the last day and the first end", []stations.Key{key}, must(s.Keys(ctx))(t, "Keys()"))
	wantCode(t, "RevokeKey of none", s.RevokeKey(ctx, "zz\x00", noon), stations.NotFound)
	if err := s.TouchKey(ctx, "zz", noon); err != nil {
		t.Errorf("TouchKey of none = %v, want nil", err)
	}
}

// changed alters a key and gives the error alone.
func changed(t *testing.T, s stations.Store, id string, change func(*stations.Key)) error {
	t.Helper()
	_, err := s.ChangeKey(t.Context(), id, change)
	return err
}

func keysChange(t *testing.T, s stations.Store) {
	ctx, key := t.Context(), newKey("aa", stations.RoleReader)
	if err := s.CreateKey(ctx, key); err != nil {
		t.Fatal(err)
	}
	got := must(s.ChangeKey(ctx, key.ID, func(k *stations.Key) {
		k.Name, k.Origins, k.PerMinute, k.PerDay = "地图", []string{"https://a.example"}, 60, 5000
		k.Role, k.Hash, k.Adcode = stations.RoleAdmin, [32]byte{1}, "320100" // which nothing alters
	}))(t, "ChangeKey()")
	key.Name, key.Origins, key.PerMinute, key.PerDay = "地图", []string{"https://a.example"}, 60, 5000
	same(t, "ChangeKey()", key, got)
	same(t, "Keys() after it", []stations.Key{key}, must(s.Keys(ctx))(t, "Keys()"))
	wantCode(t, "ChangeKey to a bad page", changed(t, s, key.ID, func(k *stations.Key) { k.Origins = []string{"*"} }), stations.Invalid)
	wantCode(t, "ChangeKey of none", changed(t, s, "zz\x00", func(*stations.Key) {}), stations.NotFound)
	same(t, "Keys() after what was refused", []stations.Key{key}, must(s.Keys(ctx))(t, "Keys()"))
	if err := s.RevokeKey(ctx, key.ID, noon); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "ChangeKey of one that ended", changed(t, s, key.ID, func(k *stations.Key) { k.PerDay = 0 }), stations.Conflict)
}

func keyUsageAddsUp(t *testing.T, s stations.Store) {
	ctx := t.Context()
	today, before := "2026-11-22", "2026-11-21"
	for i, want := range [][2]int64{{3, 1}, {6, 2}} {
		sums := must(s.AddKeyUsage(ctx, []stations.KeyUsage{
			{Key: "bb", Day: today, Asked: 3, Refused: 1}, {Key: "aa", Day: today, Asked: 1}, {Key: "bb", Day: before, Refused: 5},
		}))(t, "AddKeyUsage()")
		if len(sums) != 3 || sums[0] != (stations.KeyUsage{Key: "bb", Day: today, Asked: want[0], Refused: want[1]}) || sums[1].Key != "aa" || sums[2].Day != before {
			t.Errorf("AddKeyUsage %d = %+v, want the sums in the same order, the first %v", i+1, sums, want)
		}
	}
	want := []stations.KeyUsage{{Key: "bb", Day: before, Refused: 10}, {Key: "aa", Day: today, Asked: 2}, {Key: "bb", Day: today, Asked: 6, Refused: 2}}
	same(t, "KeyUsage of both days", want, must(s.KeyUsage(ctx, before, today))(t, "KeyUsage()"))
	same(t, "KeyUsage of a day", want[1:], must(s.KeyUsage(ctx, today, today))(t, "KeyUsage()"))
	if none := must(s.AddKeyUsage(ctx, nil))(t, "AddKeyUsage(nil)"); len(none) != 0 {
		t.Errorf("AddKeyUsage(nil) = %v, want nothing", none)
	}
	at := stations.ByDay.Begin(before).Add(stations.UsageMemory + 24*time.Hour)
	if err := s.ForgetKeyUsage(ctx, at); err != nil {
		t.Errorf("ForgetKeyUsage = %v", err)
	}
	same(t, "KeyUsage after the first day is forgotten", want[1:], must(s.KeyUsage(ctx, before, today))(t, "KeyUsage()"))
}

func keysHaveAState(t *testing.T, s stations.Store) {
	ctx, key := t.Context(), newKey("aa", stations.RoleReader)
	state := must(s.KeysState(ctx))(t, "KeysState()")
	for _, step := range []struct {
		name    string
		do      func() error
		changes bool
	}{
		{"a new key", func() error { return s.CreateKey(ctx, key) }, true},
		{"another key", func() error { return s.CreateKey(ctx, newKey("bb", stations.RoleReader)) }, true},
		{"the use of a key", func() error { return s.TouchKey(ctx, key.ID, noon) }, false},
		{"other terms of a key", func() error { return changed(t, s, key.ID, func(k *stations.Key) { k.PerDay = 7 }) }, true},
		{"the end of a key", func() error { return s.RevokeKey(ctx, key.ID, noon) }, true},
		{"the end of a key that has ended", func() error { return s.RevokeKey(ctx, key.ID, noon) }, false},
		{"a restore of the same", func() error { return restored(t, s, archived(t, s)) }, true},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		now := must(s.KeysState(ctx))(t, "KeysState()")
		if (now != state) != step.changes {
			t.Errorf("KeysState after %s = %q, before %q, want a change %v", step.name, now, state, step.changes)
		}
		state = now
	}
}

func auditGrows(t *testing.T, s stations.Store) {
	ctx := t.Context()
	id := newStation(t, "x").ID
	for i := range 5 {
		line := stations.Audited{At: noon.UTC(), By: "key:aa", Action: "PUT /v1/stations/:id", Station: id, Key: "bb", Result: 200 + i}
		if err := s.AddAudited(ctx, line); err != nil {
			t.Fatal(err)
		}
	}
	page := must(s.Audited(ctx, 0, 2))(t, "Audited(0, 2)")
	if len(page) != 2 || page[0].Result != 204 || page[1].Result != 203 || page[0].Station != id || !page[0].At.Equal(noon) || page[0].By != "key:aa" || page[0].Key != "bb" {
		t.Errorf("Audited(0, 2) = %v, want the last two lines", page)
	}
	rest := must(s.Audited(ctx, page[1].ID, 1000))(t, "Audited(before)")
	if len(rest) != 3 || rest[0].Result != 202 || rest[2].Result != 200 {
		t.Errorf("Audited(%d, 1000) = %v, want the three before", page[1].ID, rest)
	}
	_, err := s.Audited(ctx, 0, 0)
	wantCode(t, "Audited(0, 0)", err, stations.Invalid)
	old := stations.Audited{At: noon.Add(-stations.AuditMemory - time.Minute), By: "cli", Action: "key revoke"}
	if err := s.AddAudited(ctx, old); err != nil {
		t.Fatal(err)
	}
	if err := s.ForgetAudited(ctx, noon); err != nil {
		t.Errorf("ForgetAudited = %v", err)
	}
	if kept := must(s.Audited(ctx, 0, 1000))(t, "Audited after ForgetAudited"); len(kept) != 5 {
		t.Errorf("Audited(0, 1000) after ForgetAudited has %d lines, want the 5 of the last 400 days", len(kept))
	}
	wantCode(t, "AddAudited with NUL", s.AddAudited(ctx, stations.Audited{At: noon, By: "\x00"}), stations.Invalid)
}
