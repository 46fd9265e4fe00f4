package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Whoever reads only Chinese, or only English, understands what went wrong.
func TestErrorsAreToldInBothLanguages(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("YIZHAN_STORE", "sqlite:"+filepath.Join(dir, "a.db"))
	csv := put(t, "名称,经度,纬度\n鼓楼驿站,118.770012,32.060012\n")
	bytes := filepath.Join(dir, "bytes")
	if err := os.WriteFile(bytes, []byte("PK\x03\x04"), 0o600); err != nil {
		t.Fatal(err)
	}
	both := regexp.MustCompile(`^yizhan: \p{Han}.*[a-z]{2}`)
	for _, c := range []struct{ line, chinese string }{
		{"fly", "没有这个命令"},
		{"", "缺少命令"},
		{"import", "缺少"},
		{"import " + csv + " --source a", "缺少选项"},
		{"export --format xls", "应是"},
		{"coverage --bla", "没有选项"},
		{"site next --p x", "应是整数"},
		{"coverage --minutes x", "应是数字"},
		{"coverage --roads none.roads", "没有这个文件"},
		{"roads info none.roads", "没有这个文件"},
		{"serve --store mysql://h/db", "应是 sqlite"},
		{"demo -o x --stations 0", "应在"},
		{"coverage --roads main.go", ""},
		{"coverage --roads main.go --minutes 0", "不能是 0"},
		{"coverage --roads main.go --atlas --week", "不能同用"},
		{"coverage --roads main.go -o a.doc", "文件名"},
		{"coverage --roads main.go --area 1,2", ""},
		{"coverage --roads main.go --datum mars", "坐标系"},
		{"key create --role king", ""},
		{"key revoke x", "没有这个密钥"},
		{"review decide x keep_apart", "没有这条待审"},
		{"review decide x merge", "--keep"},
		{"review list --kind odd", "应是"},
		{"review list --area odd", "区划代码"},
		{"overdue --area odd", "区划代码"},
		{"contacts purge --station x", ""},
		{"backup " + dir + "/a.backup --store sqlite:" + dir + "/none.db", "没有这个文件"},
		{"restore " + csv, "备份不能用"},
		{"import " + bytes + " --source a --datum gcj02", "XLSX"},
		{"import " + csv + " --source a --datum mars", "坐标系"},
		{"import " + csv + " --source a --datum gcj02 --kind tea", "不认识"},
		{"import " + csv + " --source a --datum gcj02 --map 名称=nofield", "没有字段"},
		{"import " + csv + " --source a --datum gcj02 --map 站=name", "文件里没有"},
		{"import " + csv + " --source a --datum gcj02 --key 站", "文件里没有"},
		{"import " + csv + " --source a --datum gcj02 --sheet 一", "工作表"},
		{"import main.go --source a --datum gcj02", "表头缺"},
		{"import none.csv --source a --datum gcj02", "没有这个文件"},
		{"areas import " + csv + " --datum gcj02", "不是 GeoJSON"},
		{"demand import " + csv + " --datum gcj02", "人口"},
		{"demand import " + csv, "人口"},
		{"site solve --problem main.go --p 0", "至少"},
		{"site solve --problem none.json --p 1", "没有这个文件"},
		{"snapshot -o main.go/a --format parquet", ""},
		{"mirror", "缺少源站地址"},
	} {
		got := program(strings.Fields(c.line)...)
		first, _, _ := strings.Cut(got.stderr, "\n")
		if got.code == exitDone || !both.MatchString(first) || !strings.Contains(first, c.chinese) {
			t.Errorf("yizhan %s = %d %q, want Chinese with %q, and English beside it", c.line, got.code, first, c.chinese)
		}
	}
}
