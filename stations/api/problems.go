package api

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/wording"
)

// problemType is a kind of error that programs may rely on: its code is the
// end of the type of a problem, /problems/CODE, and keeps its meaning.
type problemType struct {
	code   string
	status int
	zh, en string // what to do about it
}

// problemTypes lists every type that an answer may have, in order of status.
func problemTypes() []problemType {
	return []problemType{
		{"invalid", http.StatusBadRequest, "输入违反了规则；errors 逐个指出字段和问题，改好再发。", "The input breaks a rule; errors names each field and its problem. Mend it and ask again."},
		{"refused", http.StatusBadRequest, "请求不合 HTTP 的规矩。", "The request is not one that HTTP allows."},
		{"key", http.StatusUnauthorized, "需要密钥，或者密钥无效；发送 Authorization: Bearer KEY。", "A key is needed, or this one does not hold. Send Authorization: Bearer KEY."},
		{"forbidden", http.StatusForbidden, "密钥的角色或区划不够；请管理员发合适的密钥。", "The key's role or division is not enough; ask an admin for one that is."},
		{"not_found", http.StatusNotFound, "没有这个地址或这条记录。", "There is no such address or record."},
		{"method", http.StatusMethodNotAllowed, "这个地址不接受这个方法。", "The address does not take that method."},
		{"conflict", http.StatusConflict, "同时被别人改了，或唯一编号已被占用；重新读取再试。", "It was changed meanwhile, or a unique code is taken. Read again, then try again."},
		{"gone", http.StatusGone, "曾经有，现在没有了，不会再有：站点已删除、结果已过期，或库已恢复（镜像从 0 重来）。", "It was there and will not be again: a deleted station, an answer that is too old, or a store that was restored (a mirror begins from 0)."},
		{"precondition_failed", http.StatusPreconditionFailed, "记录已被别人改过；重新读取，带新的 ETag 再写。", "Somebody was faster. Read again and write with the new ETag."},
		{"too_large", http.StatusRequestEntityTooLarge, "内容太大：正文不超过 1 MB，文件不超过 50 MB。", "Too large: 1 MB for a body, 50 MB for a file."},
		{"too_long", http.StatusRequestURITooLong, "地址超过 8 kB；改用 POST。", "The address is longer than 8 kB; ask by POST."},
		{"media_type", http.StatusUnsupportedMediaType, "请按 /openapi.yaml 说的类型发送。", "Send one of the media types of /openapi.yaml."},
		{"content_encoding", http.StatusUnsupportedMediaType, "不接受压缩的正文。", "A body is taken as it is, never compressed."},
		{"idempotency", http.StatusUnprocessableEntity, "同一个 Idempotency-Key 已用于另一个请求；换一个。", "The Idempotency-Key was used for another body; take a new one."},
		{"precondition_required", http.StatusPreconditionRequired, "写入要带 If-Match，值是读到的 ETag。", "A write needs If-Match with the ETag that was read."},
		{"too_many", http.StatusTooManyRequests, "太频繁；等 Retry-After 秒。", "Too often; wait for the seconds of Retry-After."},
		{"internal", http.StatusInternalServerError, "服务器出错；请带 request_id 联系运营者。", "The server failed; tell the operator the request_id."},
		{"unavailable", http.StatusServiceUnavailable, "暂时不可用；按 Retry-After 再试。", "Not available now; try again after Retry-After."},
		{"timeout", http.StatusServiceUnavailable, "算得太久；缩小范围或稍后再试。", "It took too long; ask for less, or later."},
	}
}

// getProblems lists the types of problems.
func (s *Server) getProblems(c echo.Context) error {
	p := page{Title: "错误类型 Problems", Lead: "RFC 9457。type 稳定，程序按它分支，不按文字。\nThe type is stable: programs go by it, not by the texts.", Heads: []string{"type", "status", "怎么办 what to do"}}
	for _, t := range problemTypes() {
		p.Rows = append(p.Rows, []string{"/problems/" + t.code, strconv.Itoa(t.status), t.zh + "\n" + t.en})
	}
	return p.send(c, "html", "")
}

// getProblem tells of one type, whose address stands in a problem.
func (s *Server) getProblem(c echo.Context) error {
	for _, t := range problemTypes() {
		if t.code == c.Param("code") {
			p := page{Title: "/problems/" + t.code, Lead: "HTTP " + strconv.Itoa(t.status) + " " + http.StatusText(t.status), Links: []model.Link{{Href: "/problems", Rel: "up", Title: "错误类型 Problems"}}, Rows: [][]string{{t.zh}, {t.en}}}
			return p.send(c, "html", "")
		}
	}
	return stations.Errorf(stations.NotFound, "没有这种错误 there is no such problem")
}

// wantsPage reports whether a person's browser asks, and not for what the
// contract describes: that, and all under /v1, is for programs.
func (s *Server) wantsPage(c echo.Context) bool {
	data := s.patterns[c.Path()] && !s.shown[c.Path()] || strings.HasPrefix(c.Request().URL.Path, "/v1/")
	accept := c.Request().Header.Get("Accept")
	return !data && weight(accept, "text/html") > max(weight(accept, mediaJSON), weight(accept, MediaProblem))
}

// page tells a person of the problem, in Chinese first; id is the request's.
func (r refusal) page(id string) page {
	p := page{Title: r.title, Lead: r.detail}
	for _, t := range problemTypes() {
		if t.code == r.code {
			p.Lead = t.zh + "\n" + t.en
		}
	}
	for _, f := range r.fields {
		p.Rows = append(p.Rows, []string{f.Field, wording.Both(f.Problem)})
	}
	p.Rows = append(p.Rows, []string{"detail", wording.Both(r.detail)}, []string{"request_id", id})
	return p
}
