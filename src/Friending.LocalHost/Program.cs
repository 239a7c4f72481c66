using Friending.LocalHost;

return await LocalHost.RunAsync(args);
