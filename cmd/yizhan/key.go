package main

import (
	"context"
	"encoding/json"
	"fmt"
	"text/tabwriter"
	"time"

	"yizhan/stations"
	"yizhan/stations/access"
)

// keyCmd makes, lists and revokes keys.
type keyCmd struct {
	Create keyCreateCmd `cmd:"" help:"新建 Make a key; its secret is shown once."`
	List   keyListCmd   `cmd:"" help:"列出 List all keys, revoked ones too."`
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
	JSON   bool   `name:"json" help:"Print one JSON document."`
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
	fmt.Fprintf(g.Stderr, "密钥 %s（%s）已建立；下面的密文只显示这一次 key %s (%s) is made; its secret is shown only now:\n", key.ID, key.Role, key.ID, key.Role)
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
	JSON bool `name:"json" help:"Print one JSON document."`
}

// Run prints a line per key.
func (c keyListCmd) Run(g *globals) error {
	store, err := c.open(g.Ctx)
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
	fmt.Fprintln(table, "id\trole\tadcode\tcreated\tlast used\trevoked\tname")
	for _, k := range keys {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Role, k.Adcode, day(&k.CreatedAt), day(k.LastUsed), day(k.RevokedAt), k.Name)
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

// keyRevokeCmd ends a key.
type keyRevokeCmd struct {
	storeFlag
	ID string `arg:"" help:"编号 The key's id, the part of the secret between the underscores."`
}

// Run ends the key for ever.
func (c keyRevokeCmd) Run(g *globals) error {
	store, err := c.open(g.Ctx)
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
