package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"yizhan/stations"
	"yizhan/stations/access"
)

// keyCmd makes, lists and revokes keys.
type keyCmd struct {
	Create keyCreateCmd `cmd:"" help:"新建 Make a key; its secret is shown once."`
	List   keyListCmd   `cmd:"" help:"列出 List all keys, revoked ones too."`
	Change keyChangeCmd `cmd:"" help:"更改 Change the name, the origins and the quotas of a key; servers know within a second."`
	Usage  keyUsageCmd  `cmd:"" help:"用量 How much each key asked on each day."`
	Revoke keyRevokeCmd `cmd:"" help:"吊销 End a key; servers refuse it within a second."`
}

// byCLI is who writes when a verb does.
const byCLI = "cli"

// keyCreateCmd makes a key.
type keyCreateCmd struct {
	storeFlag
	Role   string `required:"" placeholder:"ROLE" help:"角色 reader, planner, editor or admin."`
	Name   string `help:"名称 Whose it is, or what for."`
	Adcode string `help:"行政区 Division that an editor is bound to, and all below it."`
	keyTerms
	JSON bool `name:"json" help:"以 JSON 输出 Print one JSON document."`
}

// keyTerms are what of a key may change; what is not named stays.
type keyTerms struct {
	Origin    []string `placeholder:"ORIGIN" help:"网页来源 Page that may use a reader's or planner's key, as https://map.example; repeatable, and none but those may then. '-' for none."`
	PerMinute *int     `placeholder:"N" help:"每分钟配额 Requests in a minute; 0 for no quota."`
	PerDay    *int     `placeholder:"N" help:"每日配额 Requests in a day of China; 0 for no quota."`
}

// on gives a key the terms that are named.
func (t keyTerms) on(key *stations.Key) {
	switch {
	case len(t.Origin) == 1 && t.Origin[0] == "-":
		key.Origins = nil
	case len(t.Origin) > 0:
		key.Origins = t.Origin
	}
	if t.PerMinute != nil {
		key.PerMinute = *t.PerMinute
	}
	if t.PerDay != nil {
		key.PerDay = *t.PerDay
	}
}

// Run prints the secret on stdout and everything else on stderr, so that a
// script can keep it.
func (c keyCreateCmd) Run(g *globals) error {
	store, err := c.open(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	secret, key := access.Mint(c.Name, stations.Role(c.Role), c.Adcode, time.Now())
	c.on(&key)
	if err := key.Check(); err != nil {
		return usage("%w", err)
	}
	if err := store.CreateKey(g.Ctx, key); err != nil {
		return err
	}
	if err := audited(g.Ctx, store, stations.Audited{Action: "key create", Key: key.ID}); err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(g.Stdout).Encode(struct {
			stations.Key
			Secret string `json:"secret"`
		}{key, secret})
	}
	fmt.Fprintf(g.Stderr, "密钥 %s（%s）已建立；下面的密钥原文只显示这一次 key %s (%s) is made; its secret is shown only now:\n", key.ID, key.Role, key.ID, key.Role)
	_, err = fmt.Fprintln(g.Stdout, secret)
	return err
}

// audited notes in the audit log what a verb did.
func audited(ctx context.Context, store stations.Audit, line stations.Audited) error {
	line.At, line.By = time.Now(), byCLI
	return store.AddAudited(ctx, line)
}

// keyListCmd lists the keys.
type keyListCmd struct {
	storeFlag
	JSON bool `name:"json" help:"以 JSON 输出 Print one JSON document."`
}

// Run prints a line per key.
func (c keyListCmd) Run(g *globals) error {
	store, err := c.existing(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	keys, err := store.Keys(g.Ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(g.Stdout).Encode(map[string][]stations.Key{"keys": append([]stations.Key{}, keys...)})
	}
	table := tabwriter.NewWriter(g.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "id\trole\tadcode\tcreated\tlast used\trevoked\tper minute\tper day\torigins\tname")
	for _, k := range keys {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Role, k.Adcode, day(&k.CreatedAt), day(k.LastUsed), day(k.RevokedAt),
			quota(k.PerMinute), quota(k.PerDay), strings.Join(k.Origins, " "), k.Name)
	}
	return table.Flush()
}

// day writes a date, "-" for none.
func day(t *time.Time) string {
	if t == nil {
		return "-"
	}
	return t.Format(time.DateOnly)
}

// quota writes a quota, "-" for none.
func quota(n int) string {
	if n == 0 {
		return "-"
	}
	return strconv.Itoa(n)
}

// keyRevokeCmd ends a key.
type keyRevokeCmd struct {
	storeFlag
	ID string `arg:"" help:"编号 The key's id, the part of the secret between the underscores."`
}

// Run ends the key for ever.
func (c keyRevokeCmd) Run(g *globals) error {
	store, err := c.existing(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := store.RevokeKey(g.Ctx, c.ID, time.Now()); err != nil {
		return err
	}
	if err := audited(g.Ctx, store, stations.Audited{Action: "key revoke", Key: c.ID}); err != nil {
		return err
	}
	fmt.Fprintf(g.Stderr, "密钥 %s 已吊销 key %s is revoked\n", c.ID, c.ID)
	return nil
}
