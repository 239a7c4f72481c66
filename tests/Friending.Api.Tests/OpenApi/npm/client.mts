// Uses the types that openapi-typescript generates: submits a request, and compares a changed policy with the one in force.
// Arguments: the service's address, a key. The generated types are in obj/, where this is compiled to.
import createClient from "openapi-fetch";
import type { paths } from "./obj/openapi.js";

const [baseUrl, key] = process.argv.slice(2) as [string, string];
const client = createClient<paths>({ baseUrl, headers: { "x-functions-key": key } });

const { data: decision, error: refused } = await client.POST("/api/requests", {
  body: {
    staff: { id: "rn-1042", careRole: true },
    platform: "Facebook",
    direction: "accept",
    otherParty: { patient: "current" },
    circumstances: { friendshipPredatesCare: false, wouldBreakBread: false },
  },
});
if (refused)
  throw new Error(refused.detail);
if (!("outcome" in decision))
  throw new Error("The decision is queued, which nobody asked for.");
console.log(`${decision.id} ${decision.outcome} ${decision.reply?.language} ${decision.review?.resolution ?? "no review"}`);

const { data: policy } = await client.GET("/api/policy");
policy!.guidelines.find(g => g.id === "7")!.rules.find(r => r.id === "7.7")!.outcome = "discourage";
const { data: diff } = await client.POST("/api/policy/diff", { body: policy! });
const combinations: number = diff!.rows.reduce((sum, row) => sum + row.combinations, 0);
console.log(`${diff!.compared} ${diff!.changed} ${combinations}`);
