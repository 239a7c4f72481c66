namespace Friending.Api;

/// <summary>Who may call an operation. What a caller may see of the data is decided there; this is the door.</summary>
public sealed class Access
{
    private readonly Func<Caller, bool> _allows;

    private Access(string description, Func<Caller, bool> allows) => (Description, _allows) = (description, allows);

    /// <summary>Anyone, without a credential.</summary>
    public static Access Open { get; } = new("open", _ => true);

    /// <summary>Any caller with a credential.</summary>
    public static Access AnyCaller { get; } = new("any caller", _ => true);

    /// <summary>Every signed-in person, and programs with one of the roles.</summary>
    public static Access PersonsOr(params Role[] roles) => new($"persons, {string.Join(", ", roles)}", c => c.StaffId is not null || Array.Exists(roles, c.Has));

    /// <summary>Only callers with one of the roles.</summary>
    public static Access Only(params Role[] roles) => new(string.Join(", ", roles), c => Array.Exists(roles, c.Has));

    /// <summary>In words, as documentation shows it.</summary>
    public string Description { get; }

    /// <summary>Whether the caller may come in.</summary>
    internal bool Allows(Caller caller) => _allows(caller);
}
