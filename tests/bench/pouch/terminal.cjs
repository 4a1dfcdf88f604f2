// PouchDB in a terminal's place. fill DB FROM UNTIL: these records; push URL DB...: carries each, all at once, and says
// seconds, documents written, documents refused. Opens what `fill` made; the work of `data.cjs` is that of the workload.
const PouchDB = require('pouchdb');
const data = require('./data.cjs');

async function fill(name, from, until) {
    const db = new PouchDB(name);
    for (let n = +from; n < +until; n++) {
        const { id, ...fields } = data.rec(n);
        const photograph = { content_type: 'image/jpeg', data: data.att(n) };
        await db.put({ _id: id, ...fields, _attachments: { 'photo.jpg': photograph } });
    }
    await db.close();
}

async function push(url, ...names) {
    const terminals = names.map(name => new PouchDB(name));
    const begun = process.hrtime.bigint();
    const done = await Promise.all(terminals.map(db => db.replicate.to(url)));
    const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
    const sum = of => done.reduce((all, one) => all + of(one), 0);
    console.log(seconds, sum(one => one.docs_written), sum(one => one.doc_write_failures));
}

const [mode, ...rest] = process.argv.slice(2);
({ fill, push })[mode](...rest).catch(fault => {
    console.error(fault);
    process.exit(1);
});
