using Friending.Clients;

// Arguments: the generator, the service's address, a key.
using var http = new HttpClient { BaseAddress = new(args[1]), DefaultRequestHeaders = { { "x-functions-key", args[2] } } };
await (args[0] == "nswag" ? NSwagUser.RunAsync(http) : KiotaUser.RunAsync(http));
