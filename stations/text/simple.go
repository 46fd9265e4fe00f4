package text

import "strings"

// Traditional characters that occur in the words and headers of files of
// stations, each above its simplified form. This is for matching a word with
// one of ours only: it is far from a converter, and no text that is kept or
// shown goes through it.
const (
	traditional = "經緯編號稱類別狀態點驛職總會區縣鎮鄉鄰裡園場門樓層電話聯繫絡營業開關閉時間務項設備訊證碼運內說明進臨靠載體範圍圖書廳遊產業網銀車輛" +
		"機飲熱飯餐廁衛醫藥療換櫃無線礙陰雨傘衣乾風頭髮縫補學習閱讀談諮詢諮黨群員單獨託連鎖鐵邊暫規劃試啟撤銷並併擴屬" +
		"診測東歲齡鐘週號擁報導導覽館廣貨倉儲農費優惠愛戶勞動灣樂聲夥護幫扶貧殘專長處辦辦應急設標準"
	simplified = "经纬编号称类别状态点驿职总会区县镇乡邻里园场门楼层电话联系络营业开关闭时间务项设备讯证码运内说明进临靠载体范围图书厅游产业网银车辆" +
		"机饮热饭餐厕卫医药疗换柜无线碍阴雨伞衣干风头发缝补学习阅读谈咨询咨党群员单独托连锁铁边暂规划试启撤销并并扩属" +
		"诊测东岁龄钟周号拥报导导览馆广货仓储农费优惠爱户劳动湾乐声伙护帮扶贫残专长处办办应急设标准"
)

// simpler replaces every traditional character of the table; it is built once
// and nothing changes it.
var simpler = newSimpler()

func newSimpler() *strings.Replacer {
	var pairs []string
	to := []rune(simplified)
	for i, from := range []rune(traditional) {
		if from != to[i] {
			pairs = append(pairs, string(from), string(to[i]))
		}
	}
	return strings.NewReplacer(pairs...)
}

// Simple returns s with the traditional characters of our own words and
// headers in their simplified form: 經度 as 经度. For matching only.
func Simple(s string) string { return simpler.Replace(s) }
