using Friending.LocalHost;

return args is [NewKey.Command, .. var rest] ? NewKey.Run(rest, Console.Out, Console.Error) : await LocalHost.RunAsync(args);
