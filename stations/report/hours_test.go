package report

import "testing"

func TestHoursAreSaidWithTheirComments(t *testing.T) {
	for _, c := range []struct{ hours, want string }{
		{"24/7", "24 小时 · 24 hours"},
		{`24/7 open "全年无休"`, "24 小时（全年无休）"},
		{"Mo-Fr 08:30-12:00,14:00-18:00; PH off", "周一至周五 08:30至12:00,14:00至18:00；节假日 不开放"},
		{`Mo-Fr 09:00-17:00 open "调休上班"; PH off`, "周一至周五 09:00至17:00（调休上班）；节假日 不开放"},
		{`Mo-Su 09:00-21:00; PH unknown "Spring Festival"`, "周一至周日 09:00至21:00；节假日 时间不定（Spring Festival）"},
		{`Mo-Su 08:30-17:30, Mo-Su 08:00-08:30 unknown "夏季8:00-17:30"`, "周一至周日 08:30至17:30；周一至周日 08:00至08:30 时间不定（夏季8:00-17:30）"},
		{`unknown "9:00-5:00"`, "时间不定（9:00-5:00）"},
		{"随商场营业时间", "随商场营业时间"},
	} {
		if got := hours(c.hours); got != c.want {
			t.Errorf("hours(%q) = %q, want %q", c.hours, got, c.want)
		}
	}
}
