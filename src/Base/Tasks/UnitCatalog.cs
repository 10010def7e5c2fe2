using System.Reflection;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Binding;
using BootstrapVz.Base.Manifests.Schema;

namespace BootstrapVz.Base.Tasks;

/// <summary>Every provider and plugin there is, found by their attributes.</summary>
public sealed class UnitCatalog
{
    private UnitCatalog(IEnumerable<UnitInfo> units)
    {
        var all = units.OrderBy(unit => unit.Name, StringComparer.Ordinal).ToList();
        Providers = [.. all.Where(unit => unit.IsProvider)];
        Plugins = [.. all.Where(unit => !unit.IsProvider)];
        RefuseDuplicates(Providers);
        RefuseDuplicates(Plugins);
    }

    /// <summary>The providers by name.</summary>
    public IReadOnlyList<UnitInfo> Providers { get; }

    /// <summary>The plugins by name.</summary>
    public IReadOnlyList<UnitInfo> Plugins { get; }

    /// <summary>Finds the units of some assemblies.</summary>
    /// <exception cref="BuildException">Two units of one kind have the same name, or an assembly does not fit this program.</exception>
    public static UnitCatalog FromAssemblies(params IReadOnlyList<Assembly> assemblies) =>
        FromTypes([.. assemblies.Distinct().SelectMany(TypesOf)]);

    /// <summary>Finds the units among some types; the others are passed over.</summary>
    /// <exception cref="BuildException">Two units of one kind have the same name.</exception>
    public static UnitCatalog FromTypes(params IReadOnlyList<Type> types) =>
        new(types.Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false } && type.IsAssignableTo(typeof(Unit))).Select(Describe).OfType<UnitInfo>());

    /// <summary>The provider of a name, or null.</summary>
    public UnitInfo? FindProvider(string name) => Providers.FirstOrDefault(unit => unit.Name == name);

    /// <summary>The plugin of a name, or null.</summary>
    public UnitInfo? FindPlugin(string name) => Plugins.FirstOrDefault(unit => unit.Name == name);

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            var reason = e.LoaderExceptions.OfType<Exception>().FirstOrDefault()?.Message ?? e.Message;
            throw new BuildException($"the types of '{assembly.GetName().Name}' cannot be loaded: {reason}", "build it against this version of bootstrap-vz, and put what it needs into its folder", e);
        }
    }

    private static UnitInfo? Describe(Type type)
    {
        var name = type.IsAssignableTo(typeof(Provider))
            ? type.GetCustomAttribute<ProviderAttribute>()?.Name
            : type.GetCustomAttribute<PluginAttribute>()?.Name;
        if (name is null)
            return null;
        var constructors = type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance);
        if (constructors is not [var constructor] || constructor.GetParameters().Length > 1)
            throw new InvalidOperationException($"{type} needs one constructor, with its options record as the only parameter or without any");
        var options = constructor.GetParameters().FirstOrDefault()?.ParameterType;
        if (options is not null)
            Section.Of(options);
        return new(name, type, options);
    }

    private static void RefuseDuplicates(IReadOnlyList<UnitInfo> units)
    {
        foreach (var twins in units.GroupBy(unit => unit.Name).Where(group => group.Count() > 1))
        {
            var homes = string.Join(" and ", twins.Select(unit => $"{unit.Type.FullName} in {unit.Type.Assembly.GetName().Name}"));
            throw new BuildException($"there are {twins.Count()} {twins.First().Kind}s called '{twins.Key}': {homes}", "remove one of the assemblies from --plugin-path, or rename its unit");
        }
    }
}

/// <summary>A provider or plugin before it is made.</summary>
/// <param name="Name">Its name in manifests.</param>
/// <param name="Type">Its class.</param>
/// <param name="OptionsType">Its options record, or null when it has no settings.</param>
public sealed record UnitInfo(string Name, Type Type, Type? OptionsType)
{
    /// <summary>Whether it is a provider; else it is a plugin.</summary>
    public bool IsProvider => Type.IsAssignableTo(typeof(Provider));

    /// <summary><c>provider</c> or <c>plugin</c>, for messages.</summary>
    public string Kind => IsProvider ? "provider" : "plugin";

    /// <summary>What a provider can build; null for plugins.</summary>
    public ProviderSupport? Support => IsProvider ? ((Provider)Create(DefaultOptions())).Support : null;

    /// <summary>What it does, in the words of its documentation; empty when there is none.</summary>
    public string Summary => XmlDocumentation.SummaryOf(Type);

    /// <summary>The tasks that are its own: those of its namespace, by phase and name.</summary>
    public IReadOnlyList<TaskInfo> Tasks =>
    [
        .. Type.Assembly.GetTypes()
            .Where(type => type.Namespace == Type.Namespace && !type.IsAbstract && type.IsAssignableTo(typeof(BuildTask)))
            .Select(TaskInfo.Of)
            .OrderBy(task => task.Phase).ThenBy(task => task.Type.Name, StringComparer.Ordinal),
    ];

    /// <summary>Makes the unit.</summary>
    /// <param name="options">Its options record, or null when it has none.</param>
    public Unit Create(object? options) => (Unit)Activator.CreateInstance(
        Type,
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance,
        binder: null,
        OptionsType is null ? [] : [options ?? throw new ArgumentNullException(nameof(options), $"{Kind} '{Name}' needs its options")],
        culture: null)!;

    /// <summary>An options record with every setting at its default; required settings are not set.</summary>
    internal object? DefaultOptions() => OptionsType is null ? null : Section.Of(OptionsType).CreateDefault();
}
