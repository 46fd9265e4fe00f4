package stations

import (
	"iter"
	"regexp"
	"slices"

	"yizhan/stations/text"
)

// gap is what people put between the digits of one number.
const gap = `[\s\x{a0}\x{3000}\p{Cf}.·()（）_*‐-―－-]{0,3}`

// mobileDigits are those of a mobile number, and what may stand before them:
// the country, or the zero of calls from afar.
const (
	mobileDigits = `[1１]` + gap + `[3-9３-９](?:` + gap + `\p{Nd}){9}`
	mobilePrefix = `(?:(?:[+＋]|00)?86` + gap + `|0` + gap + `)?`
)

// spelledMobile matches a mobile number in Chinese digits, 一三八…, with 幺 for
// one as people say it.
const spelledMobile = `[一壹幺]` + gap + `[三四五六七八九叁肆伍陆柒捌玖](?:` + gap + `[〇○零一二两三四五六七八九幺壹贰叁肆伍陆柒捌玖]){9}`

// mobileShown matches the digits of a mobile number in words that have one.
const mobileShown = mobilePrefix + `[(（]?` + mobileDigits + `\p{Nd}*|` + spelledMobile

// mobile matches the number of a mobile telephone in China. A dash or a dot
// between it and a digit before it makes it the end of another number, as of
// the hotline 400-138-0000, unless its own digits stand together.
var mobile = regexp.MustCompile(`(?:^|[^\d.‐-―－-]|[^\d\s().‐-―－-][.‐-―－-]+)` + mobilePrefix + mobileDigits + `(?:\D|$)` +
	`|(?:^|\D)(?:86|0)?1[3-9]\d{9}(?:\D|$)|` + spelledMobile)

// Mobile reports whether the contact holds the number of a mobile telephone,
// however it is written and whatever stands beside it. Offices hold some, but
// most are a person's, whom a public record must not name.
func (c Contact) Mobile() bool { return mobile.MatchString(text.Fold(c.Phone)) }

// mobilePart matches the digits of a mobile number in a text that has one.
var mobilePart = regexp.MustCompile(mobileShown)

// WithoutMobiles blots out the numbers of mobile telephones in words that
// everybody reads, and reports whether there were any. Words whose numbers are
// seen only once they are folded, as ①③⑨…, come back folded.
func WithoutMobiles(words string) (string, bool) {
	if !(Contact{Phone: words}).Mobile() {
		return words, false
	}
	without := mobilePart.ReplaceAllString(words, "…")
	if (Contact{Phone: without}).Mobile() {
		without = mobilePart.ReplaceAllString(text.Fold(words), "…")
	}
	return without, true
}

// WithoutMobileWords returns the station without the numbers of mobile
// telephones in the words that everybody reads, and the fields that had some,
// as an export names them. The receiver is not changed.
func (s *Station) WithoutMobileWords() (clean *Station, fields []string) {
	c := *s
	c.Aliases, c.Honours, c.Access.Audience = slices.Clone(s.Aliases), slices.Clone(s.Honours), slices.Clone(s.Access.Audience)
	c.Closures, c.Services, c.Photos = slices.Clone(s.Closures), slices.Clone(s.Services), slices.Clone(s.Photos)
	c.Programmes, c.Contacts = slices.Clone(s.Programmes), slices.Clone(s.Contacts)
	for field, words := range c.publicWords() {
		without, had := WithoutMobiles(*words)
		if *words = without; had && !slices.Contains(fields, field) {
			fields = append(fields, field)
		}
	}
	if fields == nil {
		return s, nil
	}
	return &c, fields
}

// publicWords gives the words of a station that everybody reads, with the field
// that an export has them in.
func (s *Station) publicWords() iter.Seq2[string, *string] {
	return func(yield func(string, *string) bool) {
		all := []struct {
			field string
			words []*string
		}{
			{"name", []*string{&s.Name}},
			{"aliases", pointers(s.Aliases, func(v *string) *string { return v })},
			{"programmes", append(pointers(s.Programmes, func(v *Programme) *string { return &v.Brand }), pointers(s.Programmes, func(v *Programme) *string { return &v.Issuer })...)},
			{"address", []*string{&s.Position.Address}},
			{"floor", []*string{&s.Position.Floor}},
			{"entrance_note", []*string{&s.Position.EntranceNote}},
			{"road_stake", []*string{&s.Position.RoadStake}},
			{"side_of_road", []*string{&s.Position.SideOfRoad}},
			{"bike_parking", []*string{&s.Position.BikeParking}},
			{"hours", []*string{&s.Hours}},
			{"closures", pointers(s.Closures, func(v *Closure) *string { return &v.Reason })},
			{"access_steps", []*string{&s.Access.Steps}},
			{"eligibility", []*string{&s.Access.Eligibility}},
			{"audience", pointers(s.Access.Audience, func(v *string) *string { return v })},
			{"services", pointers(s.Services, func(v *ServiceState) *string { return &v.Note })},
			{"phone", s.publicLabels()},
			{"photos", append(pointers(s.Photos, func(v *Photo) *string { return &v.Caption }), pointers(s.Photos, func(v *Photo) *string { return &v.CaptionEN })...)},
			{"honours", pointers(s.Honours, func(v *string) *string { return v })},
		}
		for _, one := range all {
			for _, words := range one.words {
				if !yield(one.field, words) {
					return
				}
			}
		}
	}
}

// publicLabels are the names beside numbers that everybody reads. A mobile number
// that somebody made public is one of those, a name is no place for another.
func (s *Station) publicLabels() []*string {
	var labels []*string
	for i := range s.Contacts {
		if c := &s.Contacts[i]; !c.Personal {
			labels = append(labels, &c.Label)
		}
	}
	return labels
}

func pointers[T any](list []T, at func(*T) *string) []*string {
	all := make([]*string, len(list))
	for i := range list {
		all[i] = at(&list[i])
	}
	return all
}

// PersonalContacts returns the contacts that stay inside the registry.
func (s *Station) PersonalContacts() []Contact {
	var list []Contact
	for _, c := range s.Contacts {
		if c.Personal {
			list = append(list, c)
		}
	}
	return list
}
