using Friending.Service.Digests;
using Friending.Service.Digests.Counting;
using Friending.Service.Digests.Privacy;
using Google.OrTools.Sat;

namespace Friending.Service.Tests.Digests.Privacy;

/// <summary>
/// Somebody who has all digests of a week, knows the policy, and works out what they can, exactly: a sum of requests is worked out if
/// it is the same in every week that would have given the same digests. An integer solver looks for one in which it is another.
/// </summary>
internal sealed class Reader
{
    private const int Most = 1000;

    // So many other weeks are looked at before one is asked for that differs in a given number.
    private const int Samples = 12;

    private readonly CpModel _model = new();
    private readonly Dictionary<(string Department, RequestClass Class), IntVar> _ofClass = [];
    private readonly Dictionary<(string Department, string Platform), IntVar> _ofPlatform = [];
    private readonly List<CpSolver> _weeks = [];

    /// <summary>Reads the digests.</summary>
    internal Reader(ToldWeek organisation, IReadOnlyDictionary<string, ToldWeek> departments)
    {
        foreach (var department in RandomWeek.Departments)
        {
            foreach (var c in RandomWeek.Classes)
                _ofClass[(department, c)] = _model.NewIntVar(0, Most, $"{department} {c}");
            foreach (var platform in RandomWeek.Platforms)
                _ofPlatform[(department, platform)] = _model.NewIntVar(0, Most, $"{department} {platform}");
            _model.Add(Sum(d => d == department, _ =>
                true) == LinearExpr.Sum(RandomWeek.Platforms.Select(p => _ofPlatform[(department, p)])));
        }

        Read(organisation, _ => true);
        Rows(organisation.Rows(new(DigestDimension.Department)), RandomWeek.Departments, v => Sum(d => d == v, _ => true));
        foreach (var (department, told) in departments)
            Read(told, d => d == department);
    }

    /// <summary>A number of requests that somebody may try to work out.</summary>
    internal sealed record Question(string What, Func<RandomWeek.Request, bool> IsIn, LinearExpr Sum);

    /// <summary>The requests of some departments and classes.</summary>
    internal Question Ask(string what, Func<string, bool> department, Func<RequestClass, bool> isIn) =>
        new(what, r => department(r.Department) && isIn(r.Class), Sum(department, isIn));

    /// <summary>The requests of some departments on a network.</summary>
    internal Question AskPlatform(string what, Func<string, bool> department, string platform) =>
        new(what, r => department(r.Department) && r.Platform == platform, OfPlatform(department, platform));

    /// <summary>Whether the number must be what it is.</summary>
    internal bool WorksOut(Question question, int value)
    {
        while (_weeks.Count < Samples)
            _weeks.Add(Week(_weeks.Count));
        if (_weeks.Exists(w => w.Value(question.Sum) != value))
            return false;
        foreach (var other in new[] { question.Sum >= value + 1, question.Sum <= value - 1 })
        {
            if (Solve(0, model => model.Add(other)) is not { } week)
                continue;
            _weeks.Add(week);
            return false;
        }

        return true;
    }

    // Another week with the same digests, far out in a direction of its own.
    private CpSolver Week(int seed)
    {
        var random = new Random(seed);
        var counts = _ofClass.Values.Concat(_ofPlatform.Values).ToList();
        return Solve(seed, model => model.Maximize(LinearExpr.WeightedSum(counts, counts.Select(_ => random.Next(-5, 6)))))
            ?? throw new InvalidOperationException("No week gives these digests, not even the true one.");
    }

    // A week that gives the digests and does what is asked beside; null if none can.
    private CpSolver? Solve(int seed, Action<CpModel> ask)
    {
        var told = _model.Model.Constraints.Count;
        ask(_model);
        var solver = new CpSolver
        {
            StringParameters = FormattableString.Invariant($"num_search_workers:1 random_seed:{seed} max_deterministic_time:20"),
        };
        var status = solver.Solve(_model);
        while (_model.Model.Constraints.Count > told)
            _model.Model.Constraints.RemoveAt(told);
        _model.Model.Objective = null;
        return status switch
        {
            CpSolverStatus.Feasible or CpSolverStatus.Optimal => solver,
            CpSolverStatus.Infeasible => null,
            _ => throw new InvalidOperationException($"The solver ended with {status}."),
        };
    }

    private void Read(ToldWeek told, Func<string, bool> department)
    {
        Figure(told.Requests, Sum(department, _ => true));
        Figure(told.Exemption("olderFriendship"), Sum(department, c => c.Rules.Split('+').Contains("7.1")));
        Figure(told.Exemption("breakingBread"), Sum(department, c => c.Rules.Split('+').Contains("7.2")));
        Figure(told.ReviewsOpened, Sum(department, c => c.ReviewOpened));
        Figure(told.PermittedByReviewer, Sum(department, c => c.IsReviewed && c.Standing == "permit"));
        foreach (var (by, valueOf) in Dimensions)
            Rows(told.Rows(by), RandomWeek.Classes.Select(valueOf).Distinct(), v => Sum(department, c => valueOf(c) == v));
        Rows(told.Rows(new(DigestDimension.Platform)), RandomWeek.Platforms, v => OfPlatform(department, v));
    }

    /// <summary>What classes of requests are told apart by.</summary>
    internal static readonly (Breakdown By, Func<RequestClass, string> ValueOf)[] Dimensions =
    [
        (new(DigestDimension.Outcome), c => c.Outcome), (new(DigestDimension.Rule), c => c.Rules),
        (new(DigestDimension.Guideline), c => c.Guidelines), (new(DigestDimension.Standing), c => c.Standing),
        (new(DigestDimension.Fact, "direction"), c => c.ValueOf("direction")),
        (new(DigestDimension.Fact, "patient"), c => c.ValueOf("patient")),
    ];

    private void Rows(IReadOnlyDictionary<string, DigestFigure> rows, IEnumerable<string> values, Func<string, LinearExpr> sumOf)
    {
        if (rows.Count == 0)
            return;
        foreach (var (value, figure) in rows.Where(r => r.Key != DigestRow.Others))
            Figure(figure, sumOf(value));
        // Who is not listed is among the others, of whom there are none where no row says so.
        Figure(rows.GetValueOrDefault(DigestRow.Others, DigestFigure.Of(0)),
            LinearExpr.Sum(values.Where(v => !rows.ContainsKey(v)).Select(sumOf)));
    }

    private void Figure(DigestFigure figure, LinearExpr sum)
    {
        if (figure.Value is { } value)
            _model.Add(sum == value);
        else if (figure.FewerThan is not null)
            _model.Add(sum >= 1);
    }

    private LinearExpr Sum(Func<string, bool> department, Func<RequestClass, bool> isIn) =>
        LinearExpr.Sum(_ofClass.Where(v => department(v.Key.Department) && isIn(v.Key.Class)).Select(v => v.Value));

    private LinearExpr OfPlatform(Func<string, bool> department, string platform) =>
        LinearExpr.Sum(_ofPlatform.Where(v => department(v.Key.Department) && v.Key.Platform == platform).Select(v => v.Value));
}
