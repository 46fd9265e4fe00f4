package text_test

import (
	"errors"
	"fmt"
	"testing"

	"yizhan/stations/text"
)

func ExampleQuery_Match() {
	station := text.Compose([]string{"重庆解放碑驿站"}, []string{"渝中区民权路１号"})
	for _, typed := range []string{"解放碑", "chongqing", "cqjfb", "重慶jie放", "解放卑驿站", "渝中区", "zhongqing"} {
		q, err := text.Parse(typed)
		if err != nil {
			fmt.Println(err)
		}
		rank := q.Match(station)
		fmt.Println(typed, rank < text.NoRank, rank.Way(), rank.Place())
	}
	// Output:
	// 解放碑 true 0 2
	// chongqing true 1 1
	// cqjfb true 2 1
	// 重慶jie放 true 1 1
	// 解放卑驿站 true 5 2
	// 渝中区 true 0 3
	// zhongqing false 9 0
}

// rank is how a query ranks a station with one name and one address.
func rank(t *testing.T, typed, name, address string) text.Rank {
	t.Helper()
	q, err := text.Parse(typed)
	if err != nil {
		t.Fatalf("Parse(%q): %v", typed, err)
	}
	return q.Match(text.Compose([]string{name}, []string{address}))
}

func TestMatch(t *testing.T) {
	const name, address = "南京鼓楼区工会驿站KFC店", "江苏路112号"
	for sentence, c := range map[string]struct {
		typed string
		want  text.Rank
	}{
		"the whole name":                       {"南京鼓楼区工会驿站KFC店", text.RankOf(text.Literal, text.Whole)},
		"one character":                        {"鼓", text.RankOf(text.Literal, text.Inside)},
		"two characters":                       {"南京", text.RankOf(text.Literal, text.Start)},
		"traditional characters":               {"鼓樓區工會驛站", text.RankOf(text.Literal, text.Inside)},
		"full-width letters":                   {"ＫＦＣ", text.RankOf(text.Literal, text.Inside)},
		"full-width digits in the address":     {"１１２号", text.RankOf(text.Literal, text.Other)},
		"the middle of a number":               {"12号", text.RankOf(text.Seldom, text.Other)},
		"pinyin":                               {"nanjing", text.RankOf(text.Spoken, text.Start)},
		"pinyin with tones":                    {"nánjīng", text.RankOf(text.Spoken, text.Start)},
		"pinyin in capitals":                   {"NanJing", text.RankOf(text.Spoken, text.Start)},
		"pinyin with an apostrophe":            {"nan'jing", text.RankOf(text.Spoken, text.Start)},
		"pinyin with spaces":                   {"nan jing", text.RankOf(text.Spoken, text.Start)},
		"an unfinished syllable":               {"nanji", text.RankOf(text.Spoken, text.Start)},
		"initials":                             {"njgl", text.RankOf(text.Initials, text.Start)},
		"pinyin and initials":                  {"nanjgul", text.RankOf(text.Initials, text.Start)},
		"a character after an initial":         {"gl区", text.RankOf(text.Initials, text.Inside)},
		"a character after pinyin":             {"gonghui驿站", text.RankOf(text.Spoken, text.Inside)},
		"pinyin and Latin letters":             {"yizhankfc", text.RankOf(text.Spoken, text.Inside)},
		"an initial of two letters":            {"yzh", text.RankOf(text.Initials, text.Inside)},
		"two words in any order":               {"驿站 鼓楼", text.RankOf(text.Literal, text.Inside)},
		"two words in two fields":              {"江苏路 kfc", text.RankOf(text.Literal, text.Other)},
		"two words, one of them in pinyin":     {"鼓楼 jiangsu", text.RankOf(text.Spoken, text.Other)},
		"two parts without a space":            {"鼓楼驿站", text.RankOf(text.Parts, text.Other)},
		"two parts in two fields":              {"江苏路驿站", text.RankOf(text.Parts, text.Other)},
		"a wrong character":                    {"鼓楼区公会驿站", text.RankOf(text.Typo, text.Inside)},
		"a missing character":                  {"南京鼓楼区会驿站KFC店", text.RankOf(text.Typo, text.Whole)},
		"a character too many":                 {"鼓楼区总工会驿站KFC", text.RankOf(text.Typo, text.Inside)},
		"two characters swapped":               {"南京楼鼓区工会", text.RankOf(text.Typo, text.Start)},
		"two mistakes":                         {"鼓褛区公会驿站", text.NoRank},
		"a mistake in a short word":            {"鼓楼曲", text.NoRank},
		"a mistake in the address":             {"江苏络112", text.NoRank},
		"words of which one is nowhere":        {"鼓楼 北京", text.NoRank},
		"characters in another order":          {"站驿", text.NoRank},
		"pinyin that begins within a syllable": {"anjing", text.NoRank},
		"nothing but signs":                    {"（，）", text.NoRank},
	} {
		if got := rank(t, c.typed, name, address); got != c.want {
			t.Errorf("%s: Match(%q) = %v/%v, want %v/%v", sentence, c.typed, got.Way(), got.Place(), c.want.Way(), c.want.Place())
		}
	}
}

func TestPlacesAreReadAsPeopleSayThem(t *testing.T) {
	for name, said := range map[string]string{
		"重庆": "chongqing", "厦门": "xiamen", "长安": "changan", "乐山": "leshan", "六安": "luan", "蚌埠": "bengbu",
		"亳州": "bozhou", "台州": "taizhou", "丽水": "lishui", "涡阳": "guoyang", "黄陂": "huangpi", "番禺": "panyu",
		"洪洞": "hongtong", "铅山": "yanshan", "尉犁": "yuli", "单县": "shanxian", "解放路": "jiefanglu", "长江路": "changjianglu",
		"农业银行": "nongyeyinhang", "行政中心": "xingzhengzhongxin", "重点项目": "zhongdianxiangmu", "步行街": "buxingjie",
		"成都": "chengdu", "首都": "shoudu", "浚县": "xunxian", "莘县": "shenxian", "莘庄": "xinzhuang", "乐清": "yueqing",
		"乐亭": "laoting", "东阿": "donge", "大城县": "daichengxian", "六合": "luhe", "六盘水": "liupanshui", "黄埔": "huangpu",
		"大埔": "dabu", "蔚县": "yuxian", "百色": "baise", "东莞": "dongguan", "珲春": "hunchun", "盱眙": "xuyi", "歙县": "shexian",
		"吐鲁番": "tulufan", "朝阳": "chaoyang", "五角场": "wujiaochang", "绿地": "lvdi", "绿城": "lucheng", "女子": "nvzi",
		"商场": "shangchang", "大厦": "dasha", "车公庄": "chegongzhuang", "浐灞": "chanba", "十里堡": "shilipu", "吴堡": "wubu",
		"会计": "kuaiji", "工会": "gonghui", "家长": "jiazhang", "成长": "chengzhang", "西藏": "xizang", "龟兹": "qiuci",
		"重慶": "chongqing", "廈門": "xiamen", "長沙": "changsha", "並州": "bingzhou", "西安": "xi'an", "闵行": "minhang",
	} {
		if got := rank(t, said, name+"驿站", ""); got != text.RankOf(text.Spoken, text.Start) {
			t.Errorf("Match(%q) of %s驿站 = %v/%v, want the beginning as it is spoken", said, name, got.Way(), got.Place())
		}
		initials := rank(t, said[:1], name+"驿站", "")
		if initials.Place() != text.Start || initials.Way() > text.Initials {
			t.Errorf("Match(%q) of %s驿站 = %v/%v, want the beginning by its initial", said[:1], name, initials.Way(), initials.Place())
		}
	}
}

func TestPlacesAreNotReadOtherwise(t *testing.T) {
	for name, wrong := range map[string]string{
		"重庆": "zhongqing", "大厦": "daxia", "长安": "zhangan", "乐山": "yueshan", "六安": "liuan", "蚌埠": "bangbu",
		"台州": "tanzhou", "涡阳": "woyang", "番禺": "fanyu", "洪洞": "hongdong", "铅山": "qianshan", "尉犁": "weili",
		"银行": "yinxing", "重点": "chongdian", "解放": "xiefang", "成都": "chengdou",
	} {
		if got := rank(t, wrong, name, ""); got != text.NoRank {
			t.Errorf("Match(%q) of %s = %v/%v, want none", wrong, name, got.Way(), got.Place())
		}
	}
}

func TestRanksAreDifferentAndTellWhatTheyStandFor(t *testing.T) {
	seen := map[text.Rank]bool{}
	for way := text.Literal; way <= text.Garbled; way++ {
		for place := text.Whole; place <= text.Other; place++ {
			r := text.RankOf(way, place)
			if r.Way() != way || r.Place() != place || r >= text.NoRank || seen[r] {
				t.Errorf("RankOf(%v, %v) = %v, which stands for %v/%v, want its own below %v", way, place, r, r.Way(), r.Place(), text.NoRank)
			}
			seen[r] = true
			if place > text.Whole && r <= text.RankOf(way, place-1) || way > text.Literal && r <= text.RankOf(way-1, place) {
				t.Errorf("RankOf(%v, %v) = %v is not worse than a better way or place", way, place, r)
			}
		}
	}
	if name, other := text.RankOf(text.Initials, text.Inside), text.RankOf(text.Literal, text.Other); name >= other {
		t.Errorf("initials of a name rank %v, a literal address %v, want the name first", name, other)
	}
}

func TestParseRefusesLongQueries(t *testing.T) {
	long := make([]rune, text.Longest+1)
	for i := range long {
		long[i] = '站'
	}
	if _, err := text.Parse(string(long)); !errors.Is(err, text.ErrLong) {
		t.Errorf("Parse of %d characters = %v, want %v", len(long), err, text.ErrLong)
	}
	q, err := text.Parse(string(long[1:]))
	if err != nil || q.Match(text.Compose([]string{string(long)}, nil)) != text.RankOf(text.Literal, text.Start) {
		t.Errorf("Parse of %d characters = %v, want it to be found", text.Longest, err)
	}
}
