// Validates a manifest against a JSON Schema. Arguments: the schema's file, the manifest's file.
// Prints one line for each thing that is wrong.
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import formats from "ajv-formats";

const [schema, manifest] = process.argv.slice(2).map(file => JSON.parse(readFileSync(file, "utf8")));
// Microsoft's say draft 4 and use words of draft 7, such as const and if.
delete schema.$schema;
delete schema.id;
const validate = formats.default(new Ajv({ strict: false, allErrors: true })).compile(schema);
if (!validate(manifest))
  for (const error of validate.errors)
    console.log(`${error.instancePath || "/"} ${error.message}`);
