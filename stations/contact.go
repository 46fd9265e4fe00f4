package stations

import (
	"regexp"

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
