// Validates answers against the schemas that an OpenAPI 3.1 document gives for them.
// Argument: a JSON file {"document": …, "answers": [{"name": …, "schema": "#/json/pointer", "body": …}]}.
// Prints one line for each thing that is wrong.
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

const { document, answers } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true });
formats.default(ajv);
ajv.addSchema({ ...document, $id: "openapi.json" });
for (const { name, schema, body } of answers) {
  const validate = ajv.compile({ $ref: `openapi.json${schema}` });
  if (!validate(body))
    for (const error of validate.errors)
      console.log(`${name}: ${error.instancePath || "/"} ${error.message}`);
}
