using Friending.LocalHost;
using Friending.LocalHost.Commands;


return args switch
{
    [NewKey.Command, .. var rest] => NewKey.Run(rest, Console.Out, Console.Error),
    [VerifyAudit.Command, .. var rest] => await VerifyAudit.RunAsync(rest),
    [EraseStaff.Command, .. var rest] => await EraseStaff.RunAsync(rest),
    _ => await LocalHost.RunAsync(args),
};
