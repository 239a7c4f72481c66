return await Friending.LocalHost.CommandLine.RunAsync(args);
