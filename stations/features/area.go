package features

import (
	"context"

	"github.com/paulmach/orb"

	"yizhan/stations"
	"yizhan/stations/cql"
)

// divisions are the areas that were loaded.
func (c *Catalogue) divisions(ctx context.Context) (Collection, error) {
	version, err := c.store.AreasVersion(ctx)
	if err != nil {
		return Collection{}, err
	}
	list, known := c.areas.Get(version)
	if !known {
		if list, err = c.store.Areas(ctx, ""); err != nil {
			return Collection{}, err
		}
		c.areas.Put(version, list)
	}
	return c.tabled(Collection{
		ID: "areas", Title: "区划 Areas", Description: "已载入的行政区划 the divisions that were loaded",
		Columns: []Column{
			{Name: "adcode", Type: cql.Text, Title: "区划代码 division code"},
			{Name: "name", Type: cql.Text, Title: "名称 name"},
			{Name: "level", Type: cql.Text, Title: "级别 level"},
			{Name: "parent", Type: cql.Text, Title: "上级 the division above"},
		},
	}, version, table{
		size: len(list), row: func(i int) Feature { return areaFeature(&list[i]) }, shape: func(i int) orb.Geometry { return list[i].Geometry },
	}), nil
}

func areaFeature(a *stations.Area) Feature {
	return Feature{ID: a.Adcode, value: func(name string) any {
		return some(map[string]string{"adcode": a.Adcode, "name": a.Name, "level": a.Level, "parent": a.Parent}[name])
	}}
}

// some is nil for an empty text.
func some(text string) any {
	if text == "" {
		return nil
	}
	return text
}
