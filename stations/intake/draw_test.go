package intake_test

import (
	"cmp"
	"time"

	"pgregory.net/rapid"

	"yizhan/stations"
)

// What few stations have, drawn for the property that an export reads back.

func drawClosure(t *rapid.T, label string) stations.Closure {
	from := time.Date(2026, 1, rapid.IntRange(1, 365).Draw(t, label), 0, 0, 0, 0, time.UTC)
	until := from.AddDate(0, 0, rapid.IntRange(0, 40).Draw(t, label+" days"))
	return stations.Closure{From: from.Format(time.DateOnly), Until: until.Format(time.DateOnly), Reason: words(t, label+" reason")}
}

func drawLink(t *rapid.T) string {
	return rapid.SampledFrom([]string{"", "https://example.org", "https://example.org/a,b;c|d?e=f&g=、#h", "https://例子.org/入会"}).Draw(t, "link")
}

func drawPhoto(t *rapid.T, label string) stations.Photo {
	p := stations.Photo{URL: cmp.Or(drawLink(t), "https://example.org/p")} // a picture that the registry keeps has none, and is in no file
	if rapid.Bool().Draw(t, label+" told") {
		p.ID, p.Caption = someWords(t, label), words(t, label+" caption")
		p.TakenAt = maybe(t, label+" taken", time.Date(2026, 11, 22, 1, 2, 3, 4e6, time.UTC))
	}
	return p
}

func drawTruck(t *rapid.T) *stations.Truck {
	truck := stations.Truck{
		Spaces:     rapid.IntRange(0, 500).Draw(t, "spaces"),
		MaxLengthM: rapid.Float64Range(0, 40).Draw(t, "length"), MaxHeightM: rapid.Float64Range(0, 10).Draw(t, "height"),
		Guarded: maybe(t, "guarded", true, false), CCTV: maybe(t, "cctv", true, false), Overnight: maybe(t, "overnight", true, false),
	}
	if truck == (stations.Truck{}) {
		return nil
	}
	return &truck
}

func drawExternalIDs(t *rapid.T) map[string]string {
	ids := map[string]string{}
	for _, registry := range stations.Registries() {
		if rapid.Bool().Draw(t, registry.Code) {
			ids[registry.Code] = someWords(t, registry.Code)
		}
	}
	return ids
}

func drawVerification(t *rapid.T) *stations.Verification {
	if rapid.Bool().Draw(t, "never verified") {
		return nil
	}
	return &stations.Verification{
		At: time.Date(2026, 11, 22, 1, 2, 3, 4e6, time.UTC), By: words(t, "verifier"),
		Method: stations.VerificationMethod(codeOf(t, stations.VerificationMethods(), false)),
	}
}
