using System.Reflection;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit;

/// <summary>The rules of the house that the compiler cannot guard.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(BuildTask).Assembly, typeof(BootstrapVz.Common.StandardTasks).Assembly,
        OurUnits.Providers, OurUnits.Plugins,
    ];

    private static IEnumerable<Type> Tasks => Assemblies.SelectMany(a => a.GetTypes())
        .Where(t => t is { IsAbstract: false } && typeof(BuildTask).IsAssignableFrom(t));

    [Fact]
    public void Every_task_can_be_sorted() => Assert.Equal(Tasks.Count(), new TaskGraph(Tasks).Order.Count);

    [Fact]
    public void No_edge_repeats_what_the_phases_say()
    {
        var graph = new TaskGraph(Tasks);
        var redundant = graph.Order.SelectMany(t => t.After.Concat(t.Before).Where(o => graph[o].Phase != t.Phase).Select(o => $"{t} – {o.Name}"));
        Assert.Empty(redundant);
    }

    [Fact]
    public void Descriptions_are_present_participles_without_a_full_stop()
    {
        Assert.All(new TaskGraph(Tasks).Order, task =>
        {
            Assert.EndsWith("ing", task.Description.Split(' ')[0], StringComparison.Ordinal);
            Assert.False(task.Description.EndsWith('.'), task.Description);
        });
    }

    [Fact]
    public void No_plugin_and_no_provider_knows_another_one()
    {
        var wrong = Assemblies.Skip(2).SelectMany(a => a.GetTypes()).Where(t => Folder(t) is not null)
            .SelectMany(type => References(type).Where(other => Folder(other) is { } folder && folder != Folder(type) && !Allowed(type, other))
                .Select(other => $"{type.FullName} -> {other.FullName}"));
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Tasks_keep_no_state()
    {
        // A primary constructor's parameters become fields; anything else that can change is state.
        var stateful = Tasks.SelectMany(t => t.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(f => !f.IsInitOnly && !f.Name.StartsWith('<'));
        Assert.Empty(stateful.Select(f => $"{f.DeclaringType}.{f.Name}"));
    }

    // Plugins may know providers, never the other way round.
    private static bool Allowed(Type from, Type to) =>
        from.Namespace!.StartsWith("BootstrapVz.Plugins.", StringComparison.Ordinal)
        && to.Namespace!.StartsWith("BootstrapVz.Providers.", StringComparison.Ordinal);

    private static string? Folder(Type type) => type.Namespace is { } name
        && (name.StartsWith("BootstrapVz.Plugins.", StringComparison.Ordinal) || name.StartsWith("BootstrapVz.Providers.", StringComparison.Ordinal))
            ? string.Join('.', name.Split('.').Take(3))
            : null;

    private static IEnumerable<Type> References(Type type)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var named = type.GetCustomAttributesData().SelectMany(a => a.AttributeType.GenericTypeArguments)
            .Concat(type.GetFields(All).Select(f => f.FieldType))
            .Concat(type.GetConstructors(All).SelectMany(c => c.GetParameters()).Select(p => p.ParameterType))
            .Concat(type.GetMethods(All).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)));
        return named.Concat(Called(type)).SelectMany(Unwrapped);
    }

    // Types named in method bodies, such as tasks.Remove<T>(): every metadata token after a call or new instruction.
    private static IEnumerable<Type> Called(Type type)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
            for (var i = 0; i + 4 < code.Length; i++)
            {
                if (code[i] is not (0x28 or 0x6f or 0x73))
                    continue;
                MethodBase? called = null;
                try
                {
                    called = type.Module.ResolveMethod(BitConverter.ToInt32(code, i + 1), type.IsGenericType ? type.GetGenericArguments() : null, method.IsGenericMethod ? method.GetGenericArguments() : null);
                }
                catch (ArgumentException)
                {
                    // Not an instruction but the operand of one.
                }
                catch (BadImageFormatException)
                {
                    // Likewise.
                }

                if (called is null)
                    continue;
                if (called.DeclaringType is not null)
                    yield return called.DeclaringType;
                foreach (var argument in called.IsGenericMethod ? called.GetGenericArguments() : [])
                    yield return argument;
            }
        }
    }

    private static IEnumerable<Type> Unwrapped(Type type) =>
        type.GenericTypeArguments.SelectMany(Unwrapped).Append(type);
}
