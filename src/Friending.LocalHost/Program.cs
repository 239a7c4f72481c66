using Friending.LocalHost;

return args switch
{
    [VerifyAudit.Name, .. var rest] => await VerifyAudit.RunAsync(rest),
    [EraseStaff.Name, .. var rest] => await EraseStaff.RunAsync(rest),
    _ => await LocalHost.RunAsync(args),
};
