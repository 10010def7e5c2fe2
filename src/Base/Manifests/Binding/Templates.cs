using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Manifests.Binding;

/// <summary>Checks texts that hold manifest variables.</summary>
internal static class Templates
{
    public static void Check(Site site, SourceLocation place, string text)
    {
        if (site.Scope.VariableNames is not { } names)
            return;
        foreach (var fault in Variables.Faults(text, names))
        {
            if (fault.UnknownName is not { } name)
                site.Error(place, ErrorCodes.UnbalancedBrace, fault.Message, "write '{{' and '}}' for braces that are meant literally");
            else
                site.Error(place, ErrorCodes.UnknownVariable, fault.Message, HintFor(name, names));
        }
    }

    private static string HintFor(string name, IReadOnlyCollection<string> names)
    {
        if (name.StartsWith('%'))
            return "see strftime(3); {%Y}, {%m} and {%d} are the date";
        return TextDistance.Suggest(name, names)
            ?? "variables are the manifest's own settings such as {system.release}, {apt_mirror}, {apt_security}, and dates such as {%Y}";
    }
}
