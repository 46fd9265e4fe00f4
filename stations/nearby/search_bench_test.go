package nearby

import (
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"yizhan/stations"
)

// asked are questions from rare to those that half of all stations answer.
var asked = []string{
	"鼓楼", "重庆解放", "驿站", "站", "江苏省南京市", "gl", "chongqing", "n", "nj", "njgl", "yizhan", "glq", "nanjing站", "鼓楼驿站", "工会驿栈", "长安 银行", "kfc", "12号", "北京",
	"chongqng", "congqing", "gulouqu", "guluoqu", "jiefanglushqu", "gonghuiyizhan", "gonghuiyizan", "nanjng", "jangsusheng", "beijng", "chongqng yizhna", "yizhan chongqng", "gonghuiyizan nanjng", "zhonguancun", "chonqgin", "gonhuiyizahn",
}

// BenchmarkWords tells at 200,000 stations how long a page of 20, ten
// suggestions and following one write take, and the memory that the lexicon
// takes beside the stations.
func BenchmarkWords(b *testing.B) {
	var before, after runtime.MemStats
	g := newWordy(b, 0, 8)
	all := make([]*stations.Station, 200_000)
	for i := range all {
		all[i] = g.station(stations.ID(fmt.Sprintf("%08x-0000-7000-8000-000000000000", i)))
		g.ids = append(g.ids, all[i].ID)
	}
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := time.Now()
	g.finder.lexicon.load(0, all)
	g.finder.lexicon.wait()
	b.Logf("indexed in %v", time.Since(began))
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.Logf("%d MB beside the stations", (after.HeapAlloc-before.HeapAlloc)>>20)
	here := &orb.Point{118.8, 32.1}
	ask := func(typed string) {
		if _, err := g.finder.Search(b.Context(), Search{Text: typed, Filter: stations.Public(), Near: here, Limit: 20}); err != nil {
			b.Fatal(err)
		}
	}
	suggest := func(typed string) {
		if _, err := g.finder.Suggest(b.Context(), typed, here, 10); err != nil {
			b.Fatal(err)
		}
	}
	for _, typed := range asked {
		b.Run("suggest/"+typed, func(b *testing.B) { sample(b, func() { suggest(typed) }) })
		b.Run("search/"+typed, func(b *testing.B) { sample(b, func() { ask(typed) }) })
	}
	b.Run("write", func(b *testing.B) {
		sample(b, func() { g.write(1) })
		g.finder.lexicon.wait()
	})
}

// sample reports the median and the 99th of all runs by the clock, and the mean
// of the processor's time: on a machine that does other things besides, the
// clock says little, and the system tells that time in steps of milliseconds.
func sample(b *testing.B, run func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var took []time.Duration
	b.ReportAllocs()
	began := threadTime(b)
	for b.Loop() {
		at := time.Now()
		run()
		took = append(took, time.Since(at))
	}
	b.ReportMetric((threadTime(b)-began).Seconds()*1000/float64(len(took)), "cpu-ms")
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2].Seconds()*1000, "p50-ms")
	b.ReportMetric(took[len(took)*99/100].Seconds()*1000, "p99-ms")
}

// threadTime is how long this thread has been running.
func threadTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(1, &u); err != nil { // RUSAGE_THREAD
		b.Skip("this system does not tell the time of a thread:", err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
