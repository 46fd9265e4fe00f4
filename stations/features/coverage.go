package features

import (
	"github.com/paulmach/orb"

	"yizhan/geo/hex"
	"yizhan/stations/cql"
	"yizhan/stations/plan"
)

// describeCells is the collection of a coverage's cells, without any of them.
func describeCells(run string) Collection {
	return Collection{
		ID: "cells-" + run, Title: "覆盖网格 Cells of " + run, Description: "一次覆盖计算的六边形网格 the H3 cells of a coverage",
		Columns: []Column{
			{Name: "h3", Type: cql.Text, Title: "H3 编号 H3 index"},
			{Name: "minutes", Type: cql.Number, Title: "到第 k 近站点的分钟 minutes to the k-th nearest station"},
			{Name: "station", Type: cql.Text, Title: "第 k 近的站点 the k-th nearest station"},
			{Name: "k", Type: cql.Number, Title: "时限内站点数 stations in time"},
			{Name: "demand", Type: cql.Number, Title: "需求 demand"},
			{Name: "covered", Type: cql.Flag, Title: "已覆盖 covered"},
		},
	}
}

func (c *Catalogue) cells(of *plan.Coverage) Collection {
	return c.tabled(describeCells(of.ID), of.Key(), table{
		size: len(of.Cells), row: func(i int) Feature { return cellFeature(&of.Cells[i]) },
		shape: func(i int) orb.Geometry { return orb.Polygon{of.Cells[i].Cell.Boundary()} },
	})
}

func cellFeature(c *plan.Cell) Feature {
	return Feature{ID: c.Cell.String(), value: func(name string) any {
		switch name {
		case "h3":
			return c.Cell.String()
		case "minutes":
			if m := c.Minutes(); m != nil {
				return *m
			}
		case "station":
			return some(string(c.Station))
		case "k":
			return float64(c.K)
		case "demand":
			return c.Demand
		case "covered":
			return c.Covered
		}
		return nil
	}}
}

// describeGaps is the collection of a coverage's gaps, without any of them.
func describeGaps(run string) Collection {
	return Collection{
		ID: "gaps-" + run, Title: "空白 Gaps of " + run, Description: "一次覆盖计算的空白片区 the patches that a coverage leaves uncovered, the most demand first",
		Columns: []Column{
			{Name: "rank", Type: cql.Number, Title: "排名 rank by unmet demand"},
			{Name: "demand", Type: cql.Number, Title: "未覆盖需求 unmet demand"},
			{Name: "cells", Type: cql.Number, Title: "网格数 cells"},
			{Name: "area_km2", Type: cql.Number, Title: "面积 area, km²"},
			{Name: "worst_minutes", Type: cql.Number, Title: "最远分钟 minutes of the farthest cell"},
			{Name: "beyond", Type: cql.Number, Title: "无时间的网格 cells without a time"},
			{Name: "adcode", Type: cql.Text, Title: "区划代码 division"},
			{Name: "label", Type: cql.Text, Title: "附近道路 the nearest named road"},
		},
	}
}

func (c *Catalogue) gaps(of *plan.Coverage) Collection {
	return c.tabled(describeGaps(of.ID), of.Key(), table{
		size: len(of.Gaps), row: func(i int) Feature { return gapFeature(&of.Gaps[i], i+1) },
		shape: func(i int) orb.Geometry { return hex.Outline(of.Gaps[i].Members) },
	})
}

func gapFeature(g *plan.Gap, rank int) Feature {
	return Feature{ID: g.ID, value: func(name string) any {
		switch name {
		case "rank":
			return float64(rank)
		case "demand":
			return g.Demand
		case "cells":
			return float64(g.Cells)
		case "area_km2":
			return g.Area
		case "worst_minutes":
			if g.Worst != nil {
				return *g.Worst
			}
		case "beyond":
			return float64(g.Beyond)
		case "adcode":
			return some(g.Adcode)
		case "label":
			return some(g.Label)
		}
		return nil
	}}
}
