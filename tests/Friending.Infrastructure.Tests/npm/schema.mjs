// node schema.mjs FILE SCHEMA  what of a YAML or JSON file its published schema refuses, one line each
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import Ajv from 'ajv/dist/2019.js'
import formats from 'ajv-formats'
import { parse } from 'yaml'

const [file, schema] = process.argv.slice(2)
const text = readFileSync(schema, 'utf8')
const ajv = new Ajv({ allErrors: true, strict: false })
formats(ajv)
// The schema of workflows is of an older draft.
ajv.addMetaSchema(createRequire(import.meta.url)('ajv/dist/refs/json-schema-draft-07.json'))
// Schemas of extensions, which our files have none of.
for (const [, reference] of text.matchAll(/"\$ref": "(https:[^"#]+)/g)) if (!ajv.getSchema(reference)) ajv.addSchema({}, reference)
const isValid = ajv.compile(JSON.parse(text))
// JSON is YAML.
if (!isValid(parse(readFileSync(file, 'utf8')))) {
  for (const wrong of isValid.errors) console.log(`${wrong.instancePath} ${wrong.message} ${JSON.stringify(wrong.params)}`)
}
