/** zh is what the planner's page says of hosts as candidates, in Chinese. */
export const zh = {
  hosts: {
    from: '候选点',
    froms: { gaps: '空白点的路边', hosts: '场所文件（银行、加油站、便利店…）', both: '两者都要' },
    file: '场所文件',
    hint: 'CSV、XLSX 或 GeoJSON，至多 5 MB、10,000 处。要有经度、纬度（或坐标）；可有名称、所属单位、成本、营业时间。',
    sample: '样表',
    samples: [
      ['名称', '所属单位', '经度', '纬度', '成本', '营业时间'],
      ['城东支行', '某银行', '118.796900', '32.060300', '3', '周一至周五 9:00-17:00'],
      ['和平路加油站', '某石化', '118.801200', '32.055100', '5', '24/7'],
    ],
    chooseDatum: '先选坐标系',
    reading: '正在读文件…',
    empty: '文件是空的。',
    large: '文件超过 5 MB。',
    read: (rows: string, used: string) => `读到 ${rows} 行，${used} 处可作候选。`,
    rejected: (n: string) => `${n} 行不能用，点开看原因`,
    first: (n: number) => `只列出前 ${n} 行。`,
    row: '行',
    field: '列',
    value: '内容',
    problem: '问题',
    fields: { lon: '经度', lat: '纬度', 'lon,lat': '经度、纬度', coordinates: '坐标', cost: '成本', hours: '营业时间', name: '名称', host: '所属单位', datum: '坐标系', file: '文件' },
    need: '先选一个场所文件。',
    again: '链接里不带场所文件：结果可以看，要重新选址请再选一次文件。',
    budget: '总预算（可不填）',
    siteCost: '没写成本的按',
    single: '每家单位最多一个',
    candidate: '候选场所',
    costs: (n: string) => `成本 ${n}`,
    total: (cost: string, budget: string) => `合计成本 ${cost}${budget ? `，预算 ${budget}` : ''}。`,
    out: (list: string) => `没有用上的：${list}。`,
    reasons: { off_road: '离路太远', closed: '那时不开门', unknown_hours: '时间不明', too_near: '离现有站太近', useless: '不增加覆盖' },
  },
};

/** HostWords is the shape of that table. */
export type HostWords = typeof zh;
