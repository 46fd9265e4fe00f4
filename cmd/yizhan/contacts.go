package main

import (
	"fmt"

	"yizhan/stations"
)

// contactsCmd takes care of personal contacts.
type contactsCmd struct {
	Words contactsWordsCmd `cmd:"" help:"找手机号 List stations whose public words hold mobile numbers, and blot them out."`
	Purge contactsPurgeCmd `cmd:"" help:"清除 Take personal contacts, and mobile numbers in public words, out of a station's record and its whole history."`
}

// contactsPurgeCmd purges the personal contacts of one station.
type contactsPurgeCmd struct {
	storeFlag
	Station string `required:"" placeholder:"ID" help:"站点编号 The station's id."`
}

// Run says how many records held some.
func (c contactsPurgeCmd) Run(g *globals) error {
	id, err := stations.ParseID(c.Station)
	if err != nil {
		return usage("--station: %w", err)
	}
	store, err := c.existing(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	purged, err := stations.Purge(g.Ctx, store, id, byCLI)
	if err != nil {
		return err
	}
	if err := audited(g.Ctx, store, stations.Audited{Action: "contacts purge", Station: id}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(g.Stdout, "已清除 %d 条记录中的个人联系方式和公开文字里的手机号 purged personal contacts and mobile numbers in public words from %d records\n", purged, purged)
	return err
}
