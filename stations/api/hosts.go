package api

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/exchange"
	"yizhan/stations/sites"
)

// MaxHostFile is the most bytes of a file of hosts.
const MaxHostFile = 5 << 20

// mostHostProblems is how many rows with a problem are told one by one.
const mostHostProblems = 200

// candidateView is a host as postSiting takes it.
func candidateView(h exchange.Host) model.Candidate {
	at := datum.In(h.Place)
	return model.Candidate{Lon: decimal(at.Lon()), Lat: decimal(at.Lat()), Name: h.Name, Host: h.Owner, Cost: h.Cost, Hours: h.Hours}
}

func rowProblem(p exchange.Problem) model.RowProblem { return model.RowProblem(p) }

// postHosts reads a file of hosts as `yizhan site --candidates` does, into
// candidates for postSiting, in WGS-84. Nothing of it is kept.
func (s *Server) postHosts(c echo.Context) error {
	p, data, err := upload(c, MaxHostFile)
	if err != nil {
		return err
	}
	o := exchange.HostOptions{Datum: p.statedDatum(), Map: p.columns()}
	if err := p.err(); err != nil {
		return err
	}
	file, err := exchange.ReadHosts(bytes.NewReader(data), o)
	if err != nil {
		return err
	}
	if n := len(file.Hosts); n > sites.MaxHosts {
		return stations.BadField("file", fmt.Sprintf("有 %d 个地点，最多 %d 个 has %d places, must have at most %d", n, sites.MaxHosts, n, sites.MaxHosts))
	}
	return sendHosts(c, file)
}

func sendHosts(c echo.Context, file *exchange.HostFile) error {
	text, err := json.Marshal(model.Hosts{
		Datum: datum.WGS84.String(), Read: file.Read, Rejected: file.Rejected,
		Candidates: views(file.Hosts, candidateView), Problems: views(file.Problems[:min(len(file.Problems), mostHostProblems)], rowProblem),
	})
	if err != nil {
		return err
	}
	if len(text) > MaxSiting-roomForWishes {
		return stations.BadField("file", "名称、单位和营业时间太长，合计不得超过 4 MB its names, owners and hours are too long: they must be at most 4 MB together, which a search takes")
	}
	return send(c, mediaJSON, text)
}

// roomForWishes is how many bytes of a question about next sites are left to
// what it says beside its candidates.
const roomForWishes = 64 << 10

// decimal writes degrees with seven decimals.
func decimal(degrees float64) json.Number { return json.Number(appendDegrees(nil, degrees)) }
